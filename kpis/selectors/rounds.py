"""All KPIs of a year in one round: what counts, what is still on its way, who has to act."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from cpd_portal.core.choices import Round, SubmissionState
from cpd_portal.core.models import User
from kpis.models import Criterion, EvaluatorScore, Kpi, KpiResult, Scorecard
from kpis.selectors.criteria import criteria_of
from kpis.selectors.results import Scored, scored, value_words


@dataclass(frozen=True)
class Standing:
    """`counted`: the newest frozen attempt, else the open one. `under_appeal`: another attempt
    is on its way beside the frozen one."""

    counted: KpiResult
    latest: KpiResult

    @property
    def under_appeal(self) -> bool:
        return self.counted.pk != self.latest.pk


@dataclass(frozen=True)
class RoundLine:
    kpi: Kpi
    criterion: Criterion
    standing: Standing | None
    scored: Scored | None
    evaluator: Decimal | None
    url: str

    @property
    def state(self) -> str:
        if self.standing is None:
            return "not_started"
        return str(self.standing.latest.submission.state)

    @property
    def is_frozen(self) -> bool:
        return self.standing is not None and self.standing.counted.is_frozen

    @property
    def words(self) -> str:
        if self.standing is None:
            return ""
        return value_words(self.standing.counted.value, self.criterion)


@dataclass(frozen=True)
class RoundBoard:
    scorecard: Scorecard
    round: Round
    lines: tuple[RoundLine, ...]

    @property
    def frozen(self) -> int:
        return sum(line.is_frozen for line in self.lines)

    @property
    def ready(self) -> list[RoundLine]:
        """Approved, not frozen."""
        return [
            line
            for line in self.lines
            if line.standing is not None
            and line.state == SubmissionState.APPROVED
            and not line.standing.latest.is_frozen
        ]

    @property
    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(("approved", "verified", "submitted"), 0)
        for line in self.lines:
            if line.state in found:
                found[line.state] += 1
        return {**found, "remaining": len(self.lines) - sum(found.values())}


def standings(scorecard: Scorecard) -> dict[tuple[int, str], Standing]:
    """By KPI (primary key) and round: one query."""
    rows = KpiResult.objects.filter(kpi__scorecard=scorecard).select_related("submission")
    found: dict[tuple[int, str], list[KpiResult]] = {}
    for row in rows.order_by("attempt"):
        found.setdefault((row.kpi_id, row.round), []).append(row)
    return {key: _standing(attempts) for key, attempts in found.items()}


def round_board(user: User, fiscal_year: int, round: Round) -> RoundBoard | None:
    """None for a year without a scorecard."""
    evaluated = EvaluatorScore.objects.filter(kpi=OuterRef("pk"), round=round).values("score")
    kpis = list(
        Kpi.objects.visible_to(user)
        .for_year(fiscal_year)
        .select_related("scorecard__opened_by", "owner")
        .annotate(evaluated=Subquery(evaluated))
    )
    if not kpis:
        return None
    scorecard: Scorecard = kpis[0].scorecard
    for kpi in kpis:
        kpi.scorecard = scorecard
    criteria, held = criteria_of(kpis), standings(scorecard)
    keys = [(kpi, (kpi.pk, round.value)) for kpi in kpis]
    lines = tuple(_line(kpi, key, criteria, held) for kpi, key in keys if key in criteria)
    return RoundBoard(scorecard, round, lines)


def _line(
    kpi: Kpi,
    key: tuple[int, str],
    criteria: Mapping[tuple[int, str], Criterion],
    held: Mapping[tuple[int, str], Standing],
) -> RoundLine:
    criterion, standing = criteria[key], held.get(key)
    return RoundLine(
        kpi=kpi,
        criterion=criterion,
        standing=standing,
        scored=scored(standing.counted, criterion, kpi.scorecard.policy) if standing else None,
        evaluator=kpi.evaluated,  # type: ignore[attr-defined]  # annotated above
        url=reverse("kpis:result", args=[kpi.scorecard.fiscal_year, kpi.number, key[1]]),
    )


def _standing(attempts: list[KpiResult]) -> Standing:
    latest = attempts[-1]
    frozen = [row for row in attempts if row.is_frozen]
    return Standing(counted=frozen[-1] if frozen else latest, latest=latest)
