"""The scorecard, and scoring of results, for programs. Nothing is stored."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from cpd_portal.api.pointers import pointer
from cpd_portal.api.serializers import DecimalStringField, StrictSerializer
from cpd_portal.api.views import PortalAPIView
from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.scoping import scoped
from kpis.api_documents import (
    ScorecardDocument,
    ScoreDocument,
    TotalDocument,
    score_document,
    scorecard_document,
    total_document,
)
from kpis.models import Criterion, Kpi, Scorecard
from kpis.querysets import KpiQuerySet, ScorecardQuerySet
from kpis.rules import score, total
from kpis.typed_results import typed_value


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "format": "decimal", "example": "45.00"},
            {
                "type": "object",
                "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            },
        ],
        "nullable": True,
    }
)
class ResultField(serializers.Field[Any, Any, Any, Any]):
    """Any JSON: what is right depends on the criteria, which check it (`typed_value`)."""

    def to_internal_value(self, data: Any) -> Any:
        return data


class ResultSerializer(StrictSerializer):
    """`value`: text of a decimal, null without a result; KPI 9 and 10 an object of figures."""

    round = serializers.ChoiceField(choices=Round.choices)
    value = ResultField(allow_null=True)


class ScoresSerializer(StrictSerializer):
    scores = serializers.DictField(
        child=DecimalStringField(min_value=Decimal(0), max_value=Decimal(100), allow_null=True)
    )


class ScorecardAPIView(PortalAPIView):
    """Finds the scorecard of the year in the address."""

    def scorecard(self, fiscal_year: int) -> Scorecard:
        visible = scoped(Scorecard, self.actor)
        assert isinstance(visible, ScorecardQuerySet)
        found: Scorecard | None = visible.for_year(fiscal_year).first()
        if found is None:
            raise NotFound(f"ไม่มีใบคะแนนปีงบประมาณ {fiscal_year}")
        return found

    def kpis(self, fiscal_year: int) -> KpiQuerySet:
        visible = scoped(Kpi, self.actor)
        assert isinstance(visible, KpiQuerySet)
        return visible.for_year(fiscal_year)


class ScorecardView(ScorecardAPIView):
    @extend_schema(responses=ScorecardDocument)
    def get(self, request: Request, fiscal_year: int) -> Response:
        scorecard = self.scorecard(fiscal_year)
        kpis = self.kpis(fiscal_year).with_criteria().with_baseline()
        return Response(scorecard_document(scorecard, kpis))


class ScoreView(ScorecardAPIView):
    @extend_schema(request=ResultSerializer, responses=ScoreDocument)
    def post(self, request: Request, fiscal_year: int, number: int) -> Response:
        scorecard = self.scorecard(fiscal_year)
        kpi = self.kpis(fiscal_year).with_criteria().filter(number=number).first()
        if kpi is None:
            raise NotFound(f"ไม่มีตัวชี้วัดที่ {number} ในปีงบประมาณ {fiscal_year}")
        body = self.read(ResultSerializer)
        criterion = _criterion(kpi, body["round"])
        value = typed_value(criterion, body["value"])
        return Response(score_document(score(criterion.rule, value, scorecard.policy)))


class TotalView(ScorecardAPIView):
    @extend_schema(request=ScoresSerializer, responses=TotalDocument)
    def post(self, request: Request, fiscal_year: int) -> Response:
        scorecard = self.scorecard(fiscal_year)
        scores: dict[str, Decimal | None] = self.read(ScoresSerializer)["scores"]
        weights = dict(self.kpis(fiscal_year).values_list("number", "weight"))
        unknown = [key for key in scores if key not in map(str, weights)]
        if unknown:
            raise InvalidInput([(pointer("scores", key), "ไม่มีตัวชี้วัดนี้ในใบคะแนน") for key in unknown])
        by_number = {int(key): points for key, points in scores.items()}
        policy = scorecard.policy
        return Response(total_document(total(weights, by_number, policy), policy))


def _criterion(kpi: Kpi, round: str) -> Criterion:
    criterion = kpi.criterion(round)
    if criterion is None:
        label = Round(round).label
        raise InvalidInput([("/round", f"ตัวชี้วัดที่ {kpi.number} ไม่มี{label}")])
    return criterion
