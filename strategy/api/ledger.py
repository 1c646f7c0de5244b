"""The ledger as data: the same rules as on the pages. Money is baht as decimal text."""

from typing import Any

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.serializers import (
    ChoiceTextField,
    DecimalStringField,
    StrictSerializer,
    TextField,
    WholeNumberField,
)
from cpd_portal.api.views import PortalAPIView, ScopedListView
from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import scoped
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models import LedgerEntry, Project
from strategy.services import EntryValues, Reversal, ledger_record, ledger_reverse

RECORDERS = frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER})
RECORDED = (EntryKind.ALLOCATION, EntryKind.COMMITMENT, EntryKind.DISBURSEMENT)


@extend_schema_field({"type": "string", "description": "รหัสหน่วยงาน"})
class UnitField(serializers.Field[OrgUnit, Any, str, OrgUnit]):
    """A unit of the office tree, by its code."""

    default_error_messages = {
        "invalid": 'ต้องเป็นรหัสหน่วยงานในรูปข้อความ เช่น "ict"',
        "unknown": "ไม่พบหน่วยงานรหัส “{code}” ในขอบเขตที่บัญชีนี้ดูได้",
    }

    def to_internal_value(self, data: Any) -> OrgUnit:
        if not isinstance(data, str):
            self.fail("invalid")
        unit: OrgUnit | None = (
            OrgUnit.objects.visible_to(self.context["request"].user).filter(code=data).first()
        )
        if unit is None:
            self.fail("unknown", code=data)
        return unit

    def to_representation(self, value: OrgUnit) -> str:
        return value.code


class EntrySerializer(serializers.ModelSerializer[LedgerEntry]):
    """`reverses` is the row that this one takes back; its amount is then negative."""

    project = serializers.CharField(source="project.code")
    unit = serializers.CharField(source="unit.code")
    kind = serializers.ChoiceField(choices=EntryKind.choices)
    amount = DecimalStringField()
    category = serializers.ChoiceField(choices=ExpenseCategory.choices)
    commitment = serializers.IntegerField(source="commitment_id", allow_null=True)
    reverses = serializers.IntegerField(source="reverses_id", allow_null=True)

    class Meta:
        model = LedgerEntry
        fields = [
            "id",
            "project",
            "unit",
            "fiscal_year",
            "quarter",
            "kind",
            "amount",
            "category",
            "occurred_on",
            "reference_no",
            "treasury_no",
            "detail",
            "commitment",
            "reverses",
        ]


class NewEntrySerializer(StrictSerializer):
    """The day says fiscal year and quarter; where they are given too, they must agree."""

    unit = UnitField()
    kind = ChoiceTextField(choices=[(kind.value, kind.label) for kind in RECORDED])
    amount = DecimalStringField(max_digits=15, decimal_places=2, help_text="บาท")
    category = ChoiceTextField(choices=ExpenseCategory.choices)
    occurred_on = serializers.DateField()
    reference_no = TextField(max_length=60)
    treasury_no = TextField(required=False, allow_blank=True, max_length=40)
    detail = TextField(required=False, allow_blank=True, max_length=1000)
    fiscal_year = WholeNumberField(required=False, min_value=2400, max_value=2700)
    quarter = WholeNumberField(required=False, min_value=1, max_value=4)
    commitment = WholeNumberField(
        required=False, allow_null=True, min_value=1, max_value=2_147_483_647
    )


class ReversalSerializer(StrictSerializer):
    """Without `amount` all that is left of the row is taken back."""

    occurred_on = serializers.DateField()
    reference_no = TextField(max_length=60)
    reason = TextField(max_length=1000)
    amount = DecimalStringField(
        required=False, allow_null=True, max_digits=15, decimal_places=2, help_text="บาท"
    )


class LedgerQuestion(serializers.Serializer[Any]):
    """The query parameters."""

    plan = serializers.IntegerField(
        min_value=2400, max_value=2700, required=False, help_text="ปีแรกของแผน"
    )
    project = serializers.CharField(required=False, help_text="รหัสโครงการ")
    unit = serializers.CharField(required=False, help_text="รหัสหน่วยงาน")
    fiscal_year = serializers.IntegerField(
        min_value=2400, max_value=2700, required=False, help_text="ปีงบประมาณ พ.ศ."
    )
    kind = serializers.ChoiceField(choices=EntryKind.choices, required=False)


_ASKED = {
    "plan": "project__strategy__plan",
    "project": "project__code",
    "unit": "unit__code",
    "fiscal_year": "fiscal_year",
    "kind": "kind",
}


class LedgerListView(ScopedListView):
    model = LedgerEntry
    serializer_class = EntrySerializer

    @extend_schema(parameters=[LedgerQuestion], operation_id="strategy_ledger_list")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """บัญชีเงินของทุกโครงการ ใหม่ก่อน"""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        question = LedgerQuestion(data=self.request.query_params.dict())
        question.is_valid(raise_exception=True)
        asked = {_ASKED[name]: value for name, value in question.validated_data.items()}
        rows = super().get_queryset().filter(**asked)
        return rows.select_related("project", "unit").order_by("-occurred_on", "-pk")


class ProjectLedgerView(PortalAPIView):
    write_roles = RECORDERS
    problem_statuses = frozenset({"404"})

    @extend_schema(
        operation_id="strategy_ledger_record",
        request=NewEntrySerializer,
        responses={201: EntrySerializer},
    )
    def post(self, request: Request, code: str) -> Response:
        """บันทึกการจัดสรร ข้อผูกพัน หรือการเบิกจ่ายของโครงการ"""
        project = scoped(Project, request.user).filter(code=code).first()
        if project is None:
            raise Http404
        given = self.read(NewEntrySerializer)
        unit = given.pop("unit")
        commitment = given.pop("commitment", None)
        values = EntryValues(
            **{**given, "kind": EntryKind(given["kind"])}, commitment=_commitment(commitment)
        )
        made = ledger_record(actor=self.actor, project=project, unit=unit, values=values)
        return Response(EntrySerializer(made).data, status=201)


class ReversalView(PortalAPIView):
    write_roles = RECORDERS
    problem_statuses = frozenset({"404"})

    @extend_schema(
        operation_id="strategy_ledger_reverse",
        request=ReversalSerializer,
        responses={201: EntrySerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """กลับรายการ ทั้งหมดหรือบางส่วน ด้วยรายการใหม่ที่เป็นจำนวนลบ"""
        entry = scoped(LedgerEntry, request.user).select_related("project").filter(pk=pk).first()
        if entry is None:
            raise Http404
        made = ledger_reverse(
            actor=self.actor, entry=entry, reversal=Reversal(**self.read(ReversalSerializer))
        )
        return Response(EntrySerializer(made).data, status=201)


def _commitment(pk: int | None) -> LedgerEntry | None:
    if pk is None:
        return None
    found: LedgerEntry | None = LedgerEntry.objects.filter(pk=pk).first()
    if found is None:
        raise serializers.ValidationError({"commitment": ["ไม่มีข้อผูกพันนี้"]})
    return found


ledger_urlpatterns = [
    path("ledger/", LedgerListView.as_view(), name="strategy-ledger"),
    path("ledger/<int:pk>/reversals/", ReversalView.as_view(), name="strategy-ledger-reversals"),
    path(
        "projects/<str:code>/ledger/",
        ProjectLedgerView.as_view(),
        name="strategy-project-ledger",
    ),
]
