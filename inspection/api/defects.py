"""POST defects/ and defects/{id}/actions/."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.etags import etag_of
from cpd_portal.api.serializers import (
    ChoiceTextField,
    DecimalStringField,
    StrictSerializer,
    TextField,
    plain,
)
from cpd_portal.api.views import PortalAPIView
from cpd_portal.core.scoping import scoped
from inspection.api.fields import InstitutionField, VisitField
from inspection.api.visits import FIELD_ROLES
from inspection.choices import Category, DefectState, Severity, Source
from inspection.models import CorrectiveAction, Defect
from inspection.services.corrective_actions import corrective_action_add
from inspection.services.defects import DefectValues, defect_record


class FindingSerializer(StrictSerializer):
    """`id` is made by the caller; without `due_on` the policy decides."""

    id = serializers.UUIDField()
    question = TextField(required=False, allow_blank=True, max_length=20)
    severity = ChoiceTextField(choices=Severity.choices)
    category = ChoiceTextField(choices=Category.choices)
    # The name of the field hides an attribute of its class, which the shape does not use.
    source = ChoiceTextField(choices=Source.choices)  # type: ignore[assignment]
    title = TextField(max_length=200)
    facts = TextField(max_length=10_000)
    clause = TextField(required=False, allow_blank=True, max_length=300)
    amount = DecimalStringField(
        required=False, allow_null=True, max_digits=16, decimal_places=2, help_text="บาท"
    )
    responsible = TextField(required=False, allow_blank=True, max_length=200)
    found_on = serializers.DateField()
    due_on = serializers.DateField(required=False, allow_null=True)


class NewDefectSerializer(FindingSerializer):
    institution = InstitutionField()
    visit = VisitField(required=False, allow_null=True)


class DefectSerializer(serializers.Serializer[Any]):
    """The shape of one defect."""

    id = serializers.UUIDField()
    institution = serializers.CharField()
    visit = serializers.UUIDField(allow_null=True)
    question = serializers.CharField()
    severity = serializers.ChoiceField(choices=Severity.choices)
    category = serializers.ChoiceField(choices=Category.choices)
    title = serializers.CharField()
    facts = serializers.CharField()
    amount = DecimalStringField(allow_null=True)
    found_on = serializers.DateField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=DefectState.choices)


class NewActionSerializer(StrictSerializer):
    id = serializers.UUIDField()
    title = TextField(max_length=300)
    owner = TextField(max_length=200)
    due_on = serializers.DateField()


class ActionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    defect = serializers.UUIDField()
    title = serializers.CharField()
    owner = serializers.CharField()
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)


def defect_json(defect: Defect) -> dict[str, Any]:
    return {
        "id": str(defect.pk),
        "institution": defect.institution.registration_no,
        "visit": str(defect.visit_id) if defect.visit_id else None,
        "question": defect.question,
        "severity": defect.severity,
        "category": defect.category,
        "title": defect.title,
        "facts": defect.facts,
        "amount": None if defect.amount is None else plain(defect.amount),
        "found_on": defect.found_on.isoformat(),
        "due_on": defect.due_on.isoformat(),
        "state": defect.state,
    }


def action_json(action: CorrectiveAction) -> dict[str, Any]:
    return {
        "id": str(action.pk),
        "defect": str(action.defect_id),
        "title": action.title,
        "owner": action.owner,
        "due_on": action.due_on.isoformat(),
        "done_on": action.done_on.isoformat() if action.done_on else None,
    }


class DefectsView(PortalAPIView):
    write_roles = FIELD_ROLES

    @extend_schema(
        operation_id="inspection_defect_record",
        request=NewDefectSerializer,
        responses={201: DefectSerializer},
    )
    def post(self, request: Request) -> Response:
        """บันทึกข้อบกพร่องหรือข้อสังเกต ส่งซ้ำด้วย id เดิมได้รายการเดิม"""
        values = DefectValues(**self.read(NewDefectSerializer))
        shown = defect_json(defect_record(actor=self.actor, values=values))
        return Response(shown, status=201, headers={"ETag": etag_of(shown)})


class ActionsView(PortalAPIView):
    write_roles = FIELD_ROLES
    problem_statuses = frozenset({"404"})

    @extend_schema(
        operation_id="inspection_action_add",
        request=NewActionSerializer,
        responses={201: ActionSerializer},
    )
    def post(self, request: Request, pk: str) -> Response:
        """เพิ่มสิ่งที่ต้องทำเพื่อแก้ข้อบกพร่อง"""
        defect = scoped(Defect, request.user).filter(pk=pk).first()
        if defect is None:
            raise Http404
        added = corrective_action_add(
            actor=self.actor, defect=defect, **self.read(NewActionSerializer)
        )
        return Response(action_json(added), status=201)
