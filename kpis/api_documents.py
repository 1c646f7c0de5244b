"""What the API answers: documents built from the models, and their shapes for the schema."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from cpd_portal.api.serializers import plain
from kpis.choices import Band, Direction, Level, Method
from kpis.models import Criterion, CriterionTier, Kpi, KpiGroup, Scorecard
from kpis.rules import Policy, Score, Total, half_up
from kpis.rules.criteria import SINGLE

Document = dict[str, Any]


class TierDocument(serializers.Serializer[Any]):
    value = serializers.JSONField(allow_null=True)
    text = serializers.CharField()


class RoundDocument(serializers.Serializer[Any]):
    method = serializers.ChoiceField(choices=Method.choices)
    unit = serializers.CharField()
    provisional = serializers.BooleanField()
    tiers = serializers.DictField(child=TierDocument())


class KpiDocument(serializers.Serializer[Any]):
    no = serializers.IntegerField()
    code = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    unit = serializers.CharField()
    weight = serializers.CharField()
    direction = serializers.ChoiceField(choices=Direction.choices)
    baseline = serializers.DictField(child=serializers.CharField())
    rounds = serializers.DictField(child=RoundDocument())


class GroupDocument(serializers.Serializer[Any]):
    no = serializers.CharField()
    title = serializers.CharField()
    weight = serializers.CharField()
    kpis = KpiDocument(many=True)


class ScorecardDocument(serializers.Serializer[Any]):
    fiscal_year = serializers.IntegerField()
    groups = GroupDocument(many=True)


class StepDocument(serializers.Serializer[Any]):
    text = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    result = serializers.CharField(allow_null=True)


class ScoreDocument(serializers.Serializer[Any]):
    score = serializers.CharField(allow_null=True)
    band = serializers.ChoiceField(choices=Band.choices, allow_null=True)
    trace = StepDocument(many=True)


class RangeDocument(serializers.Serializer[Any]):
    low = serializers.CharField()
    high = serializers.CharField()


class TotalDocument(serializers.Serializer[Any]):
    total = serializers.CharField(allow_null=True)
    level = serializers.ChoiceField(choices=Level.choices, allow_null=True)
    missing = serializers.ListField(child=serializers.IntegerField())
    range = RangeDocument()


def scorecard_document(scorecard: Scorecard, kpis: Iterable[Kpi]) -> Document:
    found = list(kpis)
    groups = {kpi.group_id: kpi.group for kpi in found}
    return {
        "fiscal_year": scorecard.fiscal_year,
        "groups": [
            _group(group, [kpi for kpi in found if kpi.group_id == key])
            for key, group in groups.items()
        ],
    }


def _group(group: KpiGroup, kpis: list[Kpi]) -> Document:
    return {
        "no": group.number,
        "title": group.title,
        "weight": plain(sum((kpi.weight for kpi in kpis), Decimal(0))),
        "kpis": [_kpi(kpi) for kpi in kpis],
    }


def _kpi(kpi: Kpi) -> Document:
    return {
        "no": kpi.number,
        "code": kpi.goal_code or None,
        "title": kpi.title,
        "unit": kpi.unit,
        "weight": plain(kpi.weight),
        "direction": kpi.direction,
        "baseline": _baseline(kpi),
        "rounds": {criterion.round: _round(criterion) for criterion in kpi.criteria.all()},
    }


def _baseline(kpi: Kpi) -> dict[str, str]:
    """The figure that the criteria are about, for the years that have one."""
    return {
        str(cell.fiscal_year): cell.printed
        for row in kpi.baseline_rows.all()
        if row.is_headline
        for cell in row.values.all()
        if cell.value is not None
    }


def _round(criterion: Criterion) -> Document:
    return {
        "method": criterion.method,
        "unit": criterion.unit,
        "provisional": criterion.provisional,
        "tiers": {str(tier.points): _tier(tier) for tier in criterion.tiers.all()},
    }


def _tier(tier: CriterionTier) -> Document:
    """`value`: text; an object for composite criteria; null where no bound is printed."""
    bounds = tier.thresholds
    return {"value": bounds[SINGLE] if set(bounds) == {SINGLE} else bounds, "text": tier.text}


def score_document(scored: Score) -> Document:
    return {
        "score": None if scored.shown is None else str(scored.shown),
        "band": scored.band,
        "trace": [
            {"text": step.text, "detail": step.detail, "result": step.result}
            for step in scored.trace
        ],
    }


def total_document(result: Total, policy: Policy) -> Document:
    places = policy.score_places
    return {
        "total": None if result.exact is None else str(half_up(result.exact, places)),
        "level": result.level,
        "missing": list(result.missing),
        "range": {
            "low": str(half_up(result.low, places)),
            "high": str(half_up(result.high, places)),
        },
    }
