"""GET strength/: how a population is spread over the tiers."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from coops import selectors
from coops.api.fields import known_year, office_in_reach
from coops.choices import Kind, RuleStatus, Sector
from cpd_portal.api.serializers import DecimalStringField
from cpd_portal.api.views import PortalAPIView


class StrengthQuestion(serializers.Serializer[Any]):
    """The query parameters."""

    fiscal_year = serializers.IntegerField(
        min_value=2500, max_value=2999, help_text="ปีงบประมาณ พ.ศ."
    )
    kind = serializers.ChoiceField(choices=Kind.choices)
    sector = serializers.ChoiceField(
        choices=Sector.choices, required=False, help_text="เว้นไว้ = สหกรณ์ทั้งสองภาค"
    )
    office = serializers.CharField(required=False, help_text="รหัสหน่วยงาน")
    as_of = serializers.DateField(required=False, help_text="ผลตามที่บันทึกไว้เมื่อสิ้นวันนี้ เว้นไว้ = ผลปัจจุบัน")

    def validate_as_of(self, day: date) -> date:
        if day > timezone.localdate():
            raise serializers.ValidationError("วันนี้ยังมาไม่ถึง")
        return day


class PortionSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    share = DecimalStringField(allow_null=True)


class TiersSerializer(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {number: PortionSerializer() for number in ("1", "2", "3")}


class GroupsSerializer(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {number: serializers.IntegerField() for number in ("1", "2")}


class StrengthSerializer(serializers.Serializer[Any]):
    """The shape of the answer, for the description of the API."""

    population = serializers.IntegerField()
    tiers = TiersSerializer()
    unassessed = GroupsSerializer()
    incomplete = serializers.IntegerField()
    strong = PortionSerializer()
    status = serializers.ChoiceField(choices=RuleStatus.choices)


class StrengthView(PortalAPIView):
    problem_statuses = frozenset({"404"})

    @extend_schema(
        operation_id="coops_strength",
        parameters=[StrengthQuestion],
        responses={200: StrengthSerializer},
    )
    def get(self, request: Request) -> Response:
        """จำนวนและร้อยละรายชั้น ในขอบเขตที่บัญชีนี้ดูได้"""
        question = StrengthQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        known_year(asked["fiscal_year"])
        kind, sector = Kind(asked["kind"]), asked.get("sector")
        table = selectors.strength(
            self.actor,
            asked["fiscal_year"],
            kind,
            Sector(sector) if sector and kind == Kind.COOPERATIVE else None,
            office_in_reach(request, asked["office"]) if "office" in asked else None,
            asked.get("as_of"),
        )
        return Response(strength_json(table))


def strength_json(table: selectors.Strength) -> dict[str, Any]:
    return {
        "population": table.population,
        "tiers": {str(int(tier)): _portion(portion) for tier, portion in table.tiers.items()},
        "unassessed": {str(int(group)): row.count for group, row in table.unassessed.items()},
        "incomplete": table.incomplete,
        "strong": _portion(table.strong),
        "status": table.status.value,
    }


def _portion(portion: selectors.Portion) -> dict[str, Any]:
    return {"count": portion.count, "share": _share(portion.share)}


def _share(share: Decimal | None) -> str | None:
    """With its two decimals, as the document prints it: "43.00"."""
    return None if share is None else f"{share:.2f}"
