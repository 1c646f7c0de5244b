"""POST assess/: facts in, proposals with citations and missing facts out; nothing is stored."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, get_args

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from coops.choices import Kind
from coops.models import InstitutionType
from cpd_portal.api.serializers import (
    ChoiceTextField,
    DecimalStringField,
    StrictSerializer,
    TextField,
    WholeNumberField,
    YesNoField,
)
from cpd_portal.api.views import PortalAPIView
from cpd_portal.core.exceptions import InvalidInput
from registrar.api.powers import DayField, TextListField
from registrar.rules.assessment import Facts
from registrar.rules.assessment.engine import Verdict
from registrar.rules.assessment.ladder import StepState
from registrar.selectors.assessment import assess_facts

AnyField = serializers.Field[Any, Any, Any, Any]
OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


def _field(annotation: Any, question: str) -> AnyField:
    """The field of a fact; its question is the description."""
    kind = _kind_of(annotation)
    told = {**OPTIONAL, "help_text": question}
    if issubclass(kind, Enum):
        return ChoiceTextField(choices=kind.choices, **told)
    if kind is bool:
        return YesNoField(**told)
    if kind is int:
        limits = _limits_of(annotation)
        return WholeNumberField(min_value=limits["ge"], max_value=limits["le"], **told)
    if kind is str:
        return TextField(max_length=_limits_of(annotation)["max_length"], **told)
    if kind is Decimal:
        return DecimalStringField(max_digits=18, decimal_places=2, min_value=0, **told)
    assert kind is date, f"no field for {kind}"
    return DayField(**told)


def _kind_of(annotation: Any) -> Any:
    """`bool | None` → bool, `Annotated[date, …] | None` → date."""
    inner = next(part for part in get_args(annotation) if part is not type(None))
    return get_args(inner)[0] if get_args(inner) else inner


def _limits_of(annotation: Any) -> dict[str, int]:
    """`Annotated[int, Field(ge=1, le=3)] | None` → {"ge": 1, "le": 3}."""
    inner = next(part for part in get_args(annotation) if part is not type(None))
    rules = [rule for told in get_args(inner)[1:] for rule in told.metadata]
    return {name: value for rule in rules for name, value in asdict(rule).items()}


class AssessFactsSerializer(StrictSerializer):
    """Every fact may be left out or null: then it is unknown, and named where it matters."""

    def get_fields(self) -> dict[str, AnyField]:
        return {
            name: _field(info.annotation, str(info.description))
            for name, info in Facts.model_fields.items()
        }


class AssessQuestion(StrictSerializer):
    """`day` left out is today."""

    kind = ChoiceTextField(choices=Kind.choices)
    type = TextField(max_length=30, help_text="รหัสประเภทสหกรณ์หรือกลุ่มเกษตรกร")
    day = DayField(**OPTIONAL)
    facts = AssessFactsSerializer()


class CheckSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    met = serializers.BooleanField(allow_null=True)
    section = serializers.CharField()


class MissingSerializer(serializers.Serializer[Any]):
    fact = serializers.CharField()
    question = serializers.CharField()


class FindingSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    law = serializers.CharField()
    section = serializers.CharField()
    title = serializers.CharField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    preconditions = TextListField()
    checks = CheckSerializer(many=True)
    missing = MissingSerializer(many=True)
    first = TextListField()
    deadline = serializers.CharField()
    appeal = serializers.CharField()
    appeal_flagged = serializers.BooleanField()
    verified = serializers.BooleanField()


class LadderStepSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=StepState.choices)
    reason = serializers.CharField()


class AssessmentSerializer(serializers.Serializer[Any]):
    """The shape of the answer, for the description of the API. A proposal, never a decision."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    type = serializers.CharField()
    day = serializers.DateField()
    framework_version = serializers.IntegerField()
    facts = AssessFactsSerializer()
    powers = FindingSerializer(many=True)
    ladder = LadderStepSerializer(many=True)
    proposed = serializers.CharField(allow_null=True)


class AssessView(PortalAPIView):
    @extend_schema(
        operation_id="registrar_assess",
        request=AssessQuestion,
        responses={200: AssessmentSerializer},
    )
    def post(self, request: Request) -> Response:
        """อำนาจที่ใช้ได้ตามข้อเท็จจริงที่ส่งมา พร้อมเหตุผลและข้อเท็จจริงที่ขาด โดยไม่บันทึก"""
        asked = self.read(AssessQuestion)
        kind = Kind(asked["kind"])
        _require_type(kind, asked["type"])
        day = asked.get("day") or timezone.localdate()
        found = assess_facts(kind, asked["type"], Facts(**asked["facts"]), day)
        return Response(found.as_json())


def _require_type(kind: Kind, code: str) -> None:
    known = list(InstitutionType.objects.filter(kind=kind).values_list("code", flat=True))
    if code not in known:
        raise InvalidInput([("/type", f"ไม่รู้จักประเภทนี้ ใช้ได้: {', '.join(known)}")])


assess_urlpatterns = [path("assess/", AssessView.as_view(), name="registrar-assess")]
