"""POST classify/: facts in, tier with its explanation out; nothing is stored."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from coops import rules
from coops.api.fields import PointsField, unknown_year
from coops.choices import ConditionCode, DefectStatus, Kind, Sector, Standing, Tier
from coops.models import RuleSet
from coops.services.entered import LONGEST_DAYS
from cpd_portal.api.serializers import (
    ChoiceTextField,
    DecimalStringField,
    StrictSerializer,
    WholeNumberField,
    YesNoField,
)
from cpd_portal.api.views import PortalAPIView
from cpd_portal.core.exceptions import InvalidInput


class TwoYearsSerializer(StrictSerializer):
    latest = YesNoField(required=False, allow_null=True)
    previous = YesNoField(required=False, allow_null=True)


class FactsSerializer(StrictSerializer):
    """Facts of the other kind may be left out; so may all of an institution that does not
    operate, except its standing."""

    kind = ChoiceTextField(choices=Kind.choices)
    sector = ChoiceTextField(choices=Sector.choices, required=False, allow_null=True)
    fiscal_year = WholeNumberField(help_text="พ.ศ.")
    points = PointsField(required=False, allow_null=True)
    loss = TwoYearsSerializer(required=False, allow_null=True)
    allocated_and_paid = TwoYearsSerializer(required=False, allow_null=True)
    defect_status = ChoiceTextField(choices=DefectStatus.choices, required=False, allow_null=True)
    statement_days = WholeNumberField(
        min_value=0, max_value=LONGEST_DAYS, required=False, allow_null=True
    )
    standing = ChoiceTextField(choices=Standing.choices)


class ConditionSerializer(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=ConditionCode.choices)
    met_for = serializers.ListField(child=serializers.ChoiceField(choices=Tier.choices))
    text = serializers.CharField()


class NeedSerializer(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=ConditionCode.choices)
    text = serializers.CharField()


class NextTierSerializer(serializers.Serializer[Any]):
    tier = serializers.IntegerField()
    needs = NeedSerializer(many=True)


class TraceStepSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()
    # The name of the field hides an attribute of its class, which the shape does not use.
    source = serializers.CharField()  # type: ignore[assignment]


class ClassificationSerializer(serializers.Serializer[Any]):
    """The shape of a result, for the description of the API."""

    tier = serializers.IntegerField(allow_null=True, min_value=1, max_value=3)
    unassessed_group = serializers.IntegerField(allow_null=True, min_value=1, max_value=2)
    total = DecimalStringField(allow_null=True)
    dimensions = serializers.DictField(child=DecimalStringField())
    conditions = ConditionSerializer(many=True)
    next_tier = NextTierSerializer(allow_null=True)
    rule_set = serializers.CharField()
    trace = TraceStepSerializer(many=True)


class ClassifyView(PortalAPIView):
    @extend_schema(
        operation_id="coops_classify",
        request=FactsSerializer,
        responses={200: ClassificationSerializer},
    )
    def post(self, request: Request) -> Response:
        """จัดชั้นจากข้อเท็จจริงที่ส่งมา โดยไม่บันทึก"""
        facts, rule_set = facts_from(self.read(FactsSerializer))
        return Response(rules.classify(facts, rule_set).as_json())


def facts_from(body: Mapping[str, Any]) -> tuple[rules.Facts, rules.RuleSet]:
    """Raises InvalidInput naming every point and fact that is wrong or missing."""
    rule_set = _rule_set(body)
    points, problems = rules.check_points(body.get("points") or {}, rule_set)
    defects = body.get("defect_status")
    facts = rules.Facts(
        standing=Standing(body["standing"]),
        points=points,
        defect_status=DefectStatus(defects) if defects else None,
        loss=rules.TwoYears(**(body.get("loss") or {})),
        allocated_and_paid=rules.TwoYears(**(body.get("allocated_and_paid") or {})),
        statement_days=body.get("statement_days"),
    )
    refused = {problem.pointer for problem in problems}
    problems += [p for p in rules.missing_facts(facts, rule_set) if p.pointer not in refused]
    if problems:
        raise InvalidInput([(problem.pointer, problem.message) for problem in problems])
    return facts, rule_set


def _rule_set(body: Mapping[str, Any]) -> rules.RuleSet:
    """A farmer group has no sector; one that is given for it means nothing."""
    sector = body.get("sector") or ""
    if body["kind"] == Kind.FARMER_GROUP:
        sector = ""
    elif not sector:
        raise InvalidInput([("/sector", "สหกรณ์ต้องระบุภาค (agricultural หรือ non_agricultural)")])
    stored = RuleSet.objects.of(body["kind"], sector, body["fiscal_year"]).in_force().first()
    if stored is None:
        raise unknown_year(body["fiscal_year"])
    pure: rules.RuleSet = stored.rules
    return pure
