"""POST visits/ and GET, PATCH visits/{id}/."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.etags import etag_of
from cpd_portal.api.serializers import (
    ChoiceTextField,
    StrictSerializer,
    TextField,
    WholeNumberField,
)
from cpd_portal.api.views import PortalAPIView, ScopedObjectView
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import FigureVersion, User
from inspection.api.fields import InstitutionField, PersonField
from inspection.checklists import CHECKLISTS_CODE
from inspection.choices import Answer, VisitState
from inspection.models import Attachment, Visit
from inspection.querysets import VisitQuerySet
from inspection.services.visits import (
    AnswerValues,
    VisitValues,
    answers_save,
    visit_cancel,
    visit_finish,
    visit_plan,
    visit_start,
)

PLANNERS = frozenset({Role.OFFICER, Role.CHIEF})
FIELD_ROLES = PLANNERS | {Role.INSPECTOR}
MOST_ANSWERS = 200


class AnswerSerializer(StrictSerializer):
    id = serializers.UUIDField()
    question = TextField(max_length=20)
    answer = ChoiceTextField(choices=Answer.choices)
    note = TextField(required=False, allow_blank=True, max_length=4000)
    answered_at = serializers.DateTimeField()


class NewVisitSerializer(StrictSerializer):
    """`id` is made by the caller: sent twice it is stored once."""

    id = serializers.UUIDField(required=False)
    institution = InstitutionField()
    planned_on = serializers.DateField()
    inspectors = serializers.ListField(child=PersonField(), max_length=20)


class VisitChangeSerializer(StrictSerializer):
    """`state` starts, finishes or cancels; answers are merged by question and inspector. In one
    body a start comes before the answers, the end after them."""

    state = ChoiceTextField(
        choices=[VisitState.STARTED, VisitState.FINISHED, VisitState.CANCELLED], required=False
    )
    started_at = serializers.DateTimeField(required=False)
    checklist_version = WholeNumberField(
        required=False, min_value=1, max_value=10_000, help_text="รุ่นของรายการตรวจในเครื่อง"
    )
    answers = serializers.ListField(
        child=AnswerSerializer(), required=False, max_length=MOST_ANSWERS
    )
    finished_at = serializers.DateTimeField(required=False)
    representative = TextField(required=False, max_length=200)
    summary = TextField(required=False, max_length=10_000)
    signature = serializers.UUIDField(required=False, help_text="แฟ้มลายมือชื่อที่ส่งแล้ว")
    reason = TextField(required=False, max_length=500)


class StoredAnswerSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    question = serializers.CharField()
    inspector = serializers.CharField()
    answer = serializers.ChoiceField(choices=Answer.choices)
    note = serializers.CharField()
    answered_at = serializers.DateTimeField()


class StoredAttachmentSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    sha256 = serializers.CharField()


class VisitSerializer(serializers.Serializer[Any]):
    """The shape of one visit."""

    id = serializers.UUIDField()
    institution = serializers.CharField()
    planned_on = serializers.DateField()
    fiscal_year = serializers.IntegerField()
    state = serializers.ChoiceField(choices=VisitState.choices)
    inspectors = serializers.ListField(child=serializers.CharField())
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    representative = serializers.CharField()
    summary = serializers.CharField()
    checklist = serializers.ListField(child=serializers.DictField())
    answers = StoredAnswerSerializer(many=True)
    attachments = StoredAttachmentSerializer(many=True)


def visit_json(visit: Visit) -> dict[str, Any]:
    return {
        "id": str(visit.pk),
        "institution": visit.institution.registration_no,
        "planned_on": visit.planned_on.isoformat(),
        "fiscal_year": visit.fiscal_year,
        "state": visit.state,
        "inspectors": [row.inspector.username for row in visit.inspectors.all()],
        "started_at": _moment(visit.started_at),
        "finished_at": _moment(visit.finished_at),
        "representative": visit.representative,
        "summary": visit.summary,
        "checklist": visit.checklist,
        "answers": [
            {
                "id": str(row.pk),
                "question": row.question,
                "inspector": row.inspector.username,
                "answer": row.answer,
                "note": row.note,
                "answered_at": _moment(row.answered_at),
            }
            for row in visit.answers.all()
        ],
        "attachments": [
            {"id": str(row.pk), "sha256": row.sha256} for row in visit.attachments.all()
        ],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


class VisitsView(PortalAPIView):
    write_roles = PLANNERS

    @extend_schema(
        operation_id="inspection_visit_plan",
        request=NewVisitSerializer,
        responses={201: VisitSerializer},
    )
    def post(self, request: Request) -> Response:
        """วางแผนการตรวจ ส่งซ้ำด้วย id เดิมได้รายการเดิม"""
        visit = visit_plan(actor=self.actor, values=VisitValues(**self.read(NewVisitSerializer)))
        shown = visit_json(visit)
        return Response(shown, status=201, headers={"ETag": etag_of(shown)})


class VisitView(ScopedObjectView):
    model = Visit
    serializer_class = VisitSerializer
    lookup_field = "pk"
    write_roles = FIELD_ROLES

    def get_queryset(self) -> VisitQuerySet:
        rows: VisitQuerySet = super().get_queryset()  # type: ignore[assignment]
        return rows.select_related("institution", "office").with_content()

    def represent(self, instance: Visit) -> dict[str, Any]:
        return visit_json(instance)

    @extend_schema(operation_id="inspection_visit")
    def get(self, request: Request, pk: str) -> Response:
        """การตรวจหนึ่งครั้ง พร้อมคำตอบของทุกคนและค่าแฮชของแฟ้ม"""
        return self.shown(self.get_object())

    @extend_schema(
        operation_id="inspection_visit_change",
        request=VisitChangeSerializer,
        responses={200: VisitSerializer},
    )
    def patch(self, request: Request, pk: str) -> Response:
        """เริ่ม บันทึกคำตอบ ปิด หรือยกเลิกการตรวจ"""
        visit = self.get_locked_object()
        visit_change(self.actor, visit, self.read(VisitChangeSerializer))
        return self.shown(self.get_object())


def visit_change(actor: User, visit: Visit, body: Mapping[str, Any]) -> None:
    """Raises what the services raise, and InvalidInput for what the step lacks."""
    state = body.get("state")
    if state == VisitState.STARTED:
        _require(body, "started_at")
        visit_start(
            actor=actor,
            visit=visit,
            started_at=body["started_at"],
            checklist=_checklist(body.get("checklist_version")),
        )
    if answers := body.get("answers"):
        values = [AnswerValues(**answer) for answer in answers]
        answers_save(actor=actor, visit=visit, values=values)
    if state == VisitState.FINISHED:
        _finish(actor, visit, body)
    if state == VisitState.CANCELLED:
        _require(body, "reason")
        visit_cancel(actor=actor, visit=visit, version=visit.version, reason=body["reason"])


def _finish(actor: User, visit: Visit, body: Mapping[str, Any]) -> None:
    _require(body, "finished_at", "representative", "summary")
    visit_finish(
        actor=actor,
        visit=visit,
        version=visit.version,
        representative=body["representative"],
        summary=body["summary"],
        finished_at=body["finished_at"],
        signature=_signature(visit, body.get("signature")),
    )


def _signature(visit: Visit, key: Any) -> Attachment | None:
    if key is None:
        return None
    found: Attachment | None = visit.attachments.filter(pk=key).first()
    if found is None:
        raise InvalidInput([("/signature", "ยังไม่ได้รับแฟ้มลายมือชื่อนี้")])
    return found


def _checklist(number: int | None) -> FigureVersion | None:
    if number is None:
        return None
    found: FigureVersion | None = FigureVersion.objects.filter(
        set_code=CHECKLISTS_CODE, number=number
    ).first()
    if found is None:
        raise InvalidInput([("/checklist_version", "ไม่มีรายการตรวจรุ่นนี้")])
    return found


def _require(body: Mapping[str, Any], *names: str) -> None:
    missing = [(f"/{name}", "ต้องระบุ") for name in names if not body.get(name)]
    if missing:
        raise InvalidInput(missing)
