"""Progress as data: the status of a project by year, and one division's quarterly report."""

from typing import Any

from django.http import Http404
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.etags import check_if_match, etag_of, require_if_match
from cpd_portal.api.serializers import (
    ChoiceTextField,
    DecimalStringField,
    StrictSerializer,
    TextField,
    WholeNumberField,
    plain,
)
from cpd_portal.api.views import PortalAPIView
from cpd_portal.core.choices import Quarter, Role
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import scoped
from strategy.choices import Basis, Milestone, Status
from strategy.models import Project
from strategy.selectors.execution import ProjectYear, execution
from strategy.selectors.targets import targets_of_year
from strategy.services import Entered, Place, Reached, progress_save, stored_progress

REPORTERS = frozenset({Role.OFFICER, Role.CHIEF})


class BalanceSerializer(serializers.Serializer[Any]):
    """Baht."""

    allocated = DecimalStringField()
    carried_in = DecimalStringField()
    carried_out = DecimalStringField()
    committed = DecimalStringField()
    outstanding = DecimalStringField()
    disbursed = DecimalStringField()
    available = DecimalStringField()


class TargetProgressSerializer(serializers.Serializer[Any]):
    """`text` is what is printed or what the revision says."""

    measure = serializers.IntegerField(source="target.measure_id")
    activity = serializers.CharField(
        source="measure.activity.number", default=None, allow_null=True
    )
    basis = serializers.ChoiceField(choices=Basis.choices, source="measure.basis")
    unit = serializers.CharField(source="measure.unit")
    target = DecimalStringField(source="target.value", allow_null=True)
    text = serializers.CharField(source="target.text")
    value = DecimalStringField(source="value.value", default=None, allow_null=True)
    milestone = serializers.CharField(source="value.milestone", default="")
    status = serializers.ChoiceField(choices=Status.choices, source="judged.status")


class YearProgressSerializer(serializers.Serializer[Any]):
    """`planned` is million baht; `quarter` the newest approved one; `attained` percent of the
    targets, null without a report."""

    fiscal_year = serializers.IntegerField()
    quarter = serializers.IntegerField(allow_null=True)
    planned = DecimalStringField(allow_null=True)
    balance = BalanceSerializer()
    status = serializers.ChoiceField(
        choices=Status.choices, source="judged.status", default=None, allow_null=True
    )
    attained = DecimalStringField(source="judged.attained", default=None, allow_null=True)
    targets = TargetProgressSerializer(many=True)


class ReachedSerializer(StrictSerializer):
    """A number, or the state of a milestone."""

    measure = WholeNumberField(min_value=1, max_value=2_147_483_647)
    value = DecimalStringField(required=False, allow_null=True, max_digits=14, decimal_places=2)
    milestone = ChoiceTextField(required=False, choices=[("", "ยังไม่ระบุ"), *Milestone.choices])


class ReportSerializer(StrictSerializer):
    narrative = TextField(allow_blank=True, max_length=10_000)
    problems = TextField(allow_blank=True, max_length=10_000)
    values = ReachedSerializer(many=True)


class ProgressView(PortalAPIView):
    problem_statuses = frozenset({"404"})

    @extend_schema(
        operation_id="strategy_project_progress",
        responses=YearProgressSerializer(many=True),
    )
    def get(self, request: Request, code: str) -> Response:
        """สถานะ เงิน และผลเทียบเป้าหมายของโครงการรายปี"""
        rows = Project.objects.filter(code=code)
        found = execution(self.actor, rows, timezone.localdate()).projects
        if not found:
            raise Http404
        years: list[ProjectYear] = list(found[0].years.values())
        return Response(YearProgressSerializer(years, many=True).data)


class ReportView(PortalAPIView):
    """One project's quarter of one division, with ETag and If-Match."""

    write_roles = REPORTERS
    problem_statuses = frozenset({"404"})

    @extend_schema(operation_id="strategy_report", responses=ReportSerializer)
    def get(
        self, request: Request, code: str, unit: str, fiscal_year: int, quarter: int
    ) -> Response:
        """รายงานรายไตรมาสของโครงการหนึ่ง ของหน่วยงานหนึ่ง"""
        return self._shown(self._place(code, unit, fiscal_year, quarter))

    @extend_schema(
        operation_id="strategy_report_save",
        request=ReportSerializer,
        responses=ReportSerializer,
    )
    def put(
        self, request: Request, code: str, unit: str, fiscal_year: int, quarter: int
    ) -> Response:
        """บันทึกรายงานรายไตรมาส เป้าหมายที่ไม่ส่งมาไม่เปลี่ยน"""
        place = self._place(code, unit, fiscal_year, quarter)
        wanted = require_if_match(request)
        Project.objects.select_for_update().get(pk=place.project.pk)
        seen = stored_progress(place)
        check_if_match(wanted, self._json(place, seen))
        given = self.read(ReportSerializer)
        values = {
            row["measure"]: Reached(row.get("value"), row.get("milestone", ""))
            for row in given["values"]
        }
        entered = Entered(given["narrative"], given["problems"], values)
        progress_save(actor=self.actor, place=place, entered=entered, seen=seen)
        return self._shown(place)

    def current(self) -> Any:
        """The report as it is now, for the problem document of a stale write."""
        place = self._place(**self.kwargs)
        return self._json(place, stored_progress(place))

    def _place(self, code: str, unit: str, fiscal_year: int, quarter: int) -> Place:
        user = self.actor
        project = scoped(Project, user).filter(code=code, responsible_units__unit__code=unit)
        found = project.select_related("strategy__plan").first()
        division = OrgUnit.objects.visible_to(user).filter(code=unit).first()
        if found is None or division is None or quarter not in range(1, 5):
            raise Http404
        if fiscal_year not in found.strategy.plan.years:
            raise Http404
        return Place(found, division, fiscal_year, Quarter.of(quarter))

    def _shown(self, place: Place) -> Response:
        shown = self._json(place, stored_progress(place))
        return Response(shown, headers={"ETag": etag_of(shown)})

    def _json(self, place: Place, stored: Entered) -> dict[str, Any]:
        """Every target of the year, with a value or without."""
        measures = [row.measure_id for row in targets_of_year(place.project, place.fiscal_year)]
        return {
            "narrative": stored.narrative,
            "problems": stored.problems,
            "values": [_reached_json(key, stored.values.get(key)) for key in measures],
        }


def _reached_json(measure: int, reached: Reached | None) -> dict[str, Any]:
    held = reached or Reached()
    return {
        "measure": measure,
        "value": None if held.value is None else plain(held.value),
        "milestone": held.milestone,
    }


progress_urlpatterns = [
    path("projects/<str:code>/progress/", ProgressView.as_view(), name="strategy-progress"),
    path(
        "projects/<str:code>/reports/<str:unit>/<int:fiscal_year>/<int:quarter>/",
        ReportView.as_view(),
        name="strategy-report",
    ),
]
