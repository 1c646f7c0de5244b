"""The scorecard of a year: every KPI with its result, score and what is still possible."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from cpd_portal.core.kept import kept_here
from cpd_portal.core.models import User
from kpis.choices import Direction
from kpis.models import Criterion, Kpi, Scorecard
from kpis.rules import Policy, half_up, score, total
from kpis.rules.total import level_of
from kpis.selectors.figures import tier_figures
from kpis.selectors.lines import GroupLines, KpiLine, Summary
from kpis.selectors.measured import Measured
from kpis.selectors.reading import HALF, YEARLY, YearReading, read_year
from kpis.selectors.stored import (
    YearTotal,
    frozen_totals,
)


def scorecard_years() -> list[int]:
    """The newest first."""
    return list(Scorecard.objects.values_list("fiscal_year", flat=True))


def latest_year(wanted: int) -> int | None:
    """`wanted` if it has a scorecard, else the newest year that has one."""
    years = scorecard_years()
    return wanted if wanted in years else next(iter(years), None)


def scorecard_summary(user: User, fiscal_year: int, as_of: date | None = None) -> Summary | None:
    """None for a year without a scorecard; `as_of` as in `read_year`."""
    reading = read_year(user, fiscal_year, as_of)
    if reading is None:
        return None
    lines = {kpi: line_of(reading, kpi) for kpi in reading.kpis}
    groups = {kpi.group_id: kpi.group for kpi in lines}
    grouped = tuple(
        GroupLines(
            group.number,
            group.title,
            tuple(line for kpi, line in lines.items() if kpi.group_id == key),
        )
        for key, group in groups.items()
    )
    years = tuple(frozen_totals(reading.results, YEARLY))
    return _summary(reading.scorecard, grouped, reading.policy, years)


def kept_summary(user: User, fiscal_year: int) -> Summary | None:
    """As `scorecard_summary` of now, read again only after a change: everybody sees the same."""
    rooms = ("core", "coops", "kpis")
    read = partial(scorecard_summary, user, fiscal_year)
    return kept_here("scorecard", (fiscal_year,), rooms, read).value


def line_of(reading: YearReading, kpi: Kpi) -> KpiLine:
    criterion = reading.yearly(kpi)
    stored = reading.standing(kpi, YEARLY)
    found = None if stored else reading.live.get(kpi.live_source)
    exact = stored.exact if stored else None
    possible = (exact, exact) if exact is not None else _possible(criterion, found, reading.policy)
    rule = criterion.rule
    return KpiLine(
        number=kpi.number,
        title=kpi.title,
        unit=kpi.unit,
        lower_is_better=kpi.direction == Direction.LOWER,
        weight=reading.weight(kpi),
        figures=tier_figures(criterion),
        is_composite=rule.is_composite,
        url=kpi.get_absolute_url(),
        measured=found,
        stored=stored,
        half=reading.standing(kpi, HALF),
        has_half=(kpi.pk, HALF) in reading.criteria,
        evaluator=kpi.evaluated,  # type: ignore[attr-defined]  # annotated above
        target=kpi.target_value,
        best_bound=None if rule.is_composite else rule.tiers[-1].thresholds[0].bound,
        score=score(rule, found.share, reading.policy) if found else None,
        low=possible[0],
        high=possible[1],
    )


def _possible(
    criterion: Criterion, found: Measured | None, policy: Policy
) -> tuple[Fraction, Fraction]:
    """Without a result anything; a preliminary share can only rise."""
    if found is None:
        return Fraction(policy.below_floor), Fraction(policy.cap)
    low = score(criterion.rule, found.share, policy).exact
    high = score(criterion.rule, found.best_share, policy).exact
    return low or Fraction(0), high or Fraction(0)


def _summary(
    scorecard: Scorecard,
    groups: tuple[GroupLines, ...],
    policy: Policy,
    years: tuple[YearTotal, ...],
) -> Summary:
    lines = [line for group in groups for line in group.lines]
    weights = {line.number: line.weight for line in lines}
    now = {line.number: line.exact for line in lines}
    low = _reached(weights, ((line.number, line.low) for line in lines), policy)
    high = _reached(weights, ((line.number, line.high) for line in lines), policy)
    return Summary(
        scorecard=scorecard,
        groups=groups,
        total=total(weights, now, policy),
        low=half_up(low, policy.score_places),
        high=half_up(high, policy.score_places),
        low_level=level_of(low, policy),
        high_level=level_of(high, policy),
        years=years,
    )


def _reached(
    weights: Mapping[int, Decimal], scores: Iterable[tuple[int, Fraction]], policy: Policy
) -> Fraction:
    return total(weights, dict(scores), policy).earned
