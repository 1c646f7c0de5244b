"""The scorecard of a year and the first sight of the overview, as rows."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse

from benchmarks.plain.frame import page
from coops.entry import FORM_CODE
from coops.models import Assessment
from cpd_portal.core.models import SourceAnomaly, Submission
from kpis.models import CriterionTier, EvaluatorScore, Kpi, KpiResult, Scorecard, ScoringPolicy
from kpis.selectors.detail import DATASET


def overview(request: HttpRequest) -> HttpResponse:
    """The indicators with what stands of them, the populations behind, and who has sent."""
    year = int(request.GET["fiscal_year"])
    sent = Submission.objects.filter(period__form=FORM_CODE, period__fiscal_year=year)
    shown = {
        "year": year,
        "lines": _indicators(year).values("number", "title", "weight"),
        "results": _results(year),
        "counts": _counts(year),
        "sent": sent.order_by("state").values("state").annotate(n=Count("*")),
    }
    return page(request, "overview.html", shown)


def scorecard(request: HttpRequest) -> HttpResponse:
    """The indicators by group with their targets and both rounds, the policies and notes."""
    year = int(request.GET["fiscal_year"])
    scores = EvaluatorScore.objects.filter(kpi__scorecard__fiscal_year=year)
    shown = {
        "card": Scorecard.objects.get(fiscal_year=year),
        "lines": _lines(year),
        "results": list(_results(year)),
        "scores": scores.values("kpi__number", "score"),
        "years": KpiResult.objects.exclude(frozen_at=None)
        .order_by("kpi__scorecard__fiscal_year")
        .values("kpi__scorecard__fiscal_year")
        .annotate(n=Count("*")),
        "counts": _counts(year),
        "policies": ScoringPolicy.objects.filter(scorecard__fiscal_year=year),
        "anomalies": SourceAnomaly.objects.filter(dataset=DATASET, record=str(year)),
    }
    return page(request, "scorecard.html", shown)


def _indicators(year: int) -> QuerySet[Kpi]:
    return Kpi.objects.filter(scorecard__fiscal_year=year).order_by("number")


def _lines(year: int) -> list[tuple[Kpi, list[dict[str, object]]]]:
    """Each indicator with the targets of its year."""
    tiers = CriterionTier.objects.filter(
        criterion__kpi__scorecard__fiscal_year=year, criterion__round="12m"
    )
    targets: dict[int, list[dict[str, object]]] = {}
    for tier in tiers.order_by("points").values("criterion__kpi", "points", "thresholds", "text"):
        targets.setdefault(tier["criterion__kpi"], []).append(tier)
    rows = _indicators(year).select_related("group")
    return [(kpi, targets.get(kpi.pk, [])) for kpi in rows]


def _results(year: int) -> QuerySet[KpiResult, dict[str, object]]:
    return KpiResult.objects.filter(kpi__scorecard__fiscal_year=year).values(
        *("kpi__number", "round", "attempt", "value", "partial", "frozen_at", "stamp__score"),
        "submission__state",
    )


def _counts(year: int) -> Iterable[dict[str, object]]:
    """How the members of each population are spread."""
    counts = Assessment.objects.filter(rule_set__fiscal_year=year).order_by("rule_set")
    found: Iterable[dict[str, object]] = counts.values(
        "rule_set__kind", "rule_set__sector", "tier", "unassessed_group"
    ).annotate(n=Count("*"))
    return found
