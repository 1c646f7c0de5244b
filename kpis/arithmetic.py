"""The arithmetic of the printed tables: what does not add up must be a recorded anomaly.

`derived_figures` lists every figure that follows from others, printed and recomputed at full
precision. Every check has a name (`baseline.net.2564`); an anomaly of the file that `explains`
it accounts for a difference. A difference without an anomaly, and an anomaly that explains
nothing, are both errors.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cpd_portal.core.choices import Round
from kpis.choices import Direction
from kpis.reference_schema import (
    TIERS,
    ActionStepFile,
    Baseline,
    BaselineRow,
    Basis,
    CriterionFile,
    IntervalBasis,
    KpiFile,
    LowestBasis,
    MeanBasis,
    PlanBasis,
    ScorecardFile,
)
from kpis.rules.criteria import SINGLE
from kpis.rules.numbers import half_up
from kpis.rules.plan import FISCAL_MONTHS

Difference = tuple[str, str]


@dataclass(frozen=True)
class DerivedFigure:
    """One printed figure and what it must be; `places` are those that it is printed with."""

    check: str
    printed: Decimal | None
    computed: Fraction
    places: int

    @property
    def agrees(self) -> bool:
        return self.printed is not None and half_up(self.computed, self.places) == self.printed

    @property
    def difference(self) -> Difference:
        return self.check, f"printed {self.printed}, computed {half_up(self.computed, 2)}"


def unexplained(kpi: KpiFile) -> list[Difference]:
    """Check name and reason of every difference that no anomaly accounts for."""
    found = dict(_differences(kpi))
    explained = {check for anomaly in kpi.anomalies for check in anomaly.explains}
    errors = [
        (check, f"{reason}, and no anomaly says why")
        for check, reason in found.items()
        if check not in explained
    ]
    stale = sorted(explained - set(found))
    return errors + [(check, "an anomaly explains it, but it adds up") for check in stale]


def weight_differences(scorecard: ScorecardFile) -> Iterator[Difference]:
    """Weights of the KPIs against the printed parts, and the parts against 100."""
    for part in scorecard.parts:
        kpis = [k for g in scorecard.groups if g.part == part.number for k in g.kpis]
        found = sum((kpi.weight for kpi in kpis), Decimal(0))
        if found != part.weight:
            yield f"parts.{part.number}", f"the weights add up to {found}, not {part.weight}"
    whole = sum((part.weight for part in scorecard.parts), Decimal(0))
    if whole != 100:
        yield "parts", f"the weights add up to {whole}, not 100"


def derived_figures(kpi: KpiFile) -> Iterator[DerivedFigure]:
    """Every printed figure that other printed figures lead to."""
    for row in kpi.baseline.rows if kpi.baseline else ():
        yield from _row_figures(kpi.baseline, row) if kpi.baseline else ()
    for round, criterion in kpi.criteria.items():
        yield from _tier_figures(kpi, round, criterion)


def _differences(kpi: KpiFile) -> Iterator[Difference]:
    for round in kpi.criteria:
        yield from _order_differences(kpi, round, kpi.criteria[round])
    yield from (each.difference for each in derived_figures(kpi) if not each.agrees)
    if kpi.baseline:
        for row in kpi.baseline.rows:
            yield from _incomplete_sums(kpi.baseline, row)
    for table in kpi.action_plan:
        for step in table.steps:
            yield from _step_differences(f"action_plan.{table.table}.{step.number}", step)
    yield from _target_differences(kpi)


def _row_figures(baseline: Baseline, row: BaselineRow) -> Iterator[DerivedFigure]:
    for year in baseline.years:
        expected = _expected(baseline, row, year)
        printed = baseline.value(row.code, year)
        if expected is not None:
            places = 2 if printed is None else _places(printed)
            yield DerivedFigure(f"baseline.{row.code}.{year}", printed, expected, places)


def _incomplete_sums(baseline: Baseline, row: BaselineRow) -> Iterator[Difference]:
    """A sum of parts that are not all printed: what is absent is not 0."""
    for year in baseline.years:
        absent = [code for code in row.sum_of if baseline.value(code, year) is None]
        if absent:
            yield f"baseline.{row.code}.{year}.parts", f"without {', '.join(absent)}"


def _places(printed: Decimal) -> int:
    return max(0, -int(printed.as_tuple().exponent))


def _expected(baseline: Baseline, row: BaselineRow, year: int) -> Fraction | None:
    """What the row's figure of that year must be by the other rows; None if not derived."""
    if row.sum_of:
        parts = [baseline.value(code, year) for code in row.sum_of]
        return Fraction(sum((part for part in parts if part is not None), Decimal(0)))
    if row.growth_of:
        return growth(baseline, row.growth_of, year)
    if row.difference_of:
        return _difference(baseline, row.difference_of, year)
    if row.share_of:
        return _share(baseline, row.share_of, year)
    return None


def growth(baseline: Baseline, code: str, year: int) -> Fraction | None:
    """Percent change on the year before, exact; None without both figures."""
    if year - 1 not in baseline.years:
        return None
    now, before = baseline.value(code, year), baseline.value(code, year - 1)
    if now is None or before is None:
        return None
    return (Fraction(now) / Fraction(before) - 1) * 100


def _difference(baseline: Baseline, codes: list[str], year: int) -> Fraction | None:
    first, second = (baseline.value(code, year) for code in codes)
    return None if first is None or second is None else Fraction(first) - Fraction(second)


def _share(baseline: Baseline, codes: list[str], year: int) -> Fraction | None:
    count, whole = (baseline.value(code, year) for code in codes)
    return None if count is None or whole is None else Fraction(count) / Fraction(whole) * 100


def _tier_figures(kpi: KpiFile, round: Round, criterion: CriterionFile) -> Iterator[DerivedFigure]:
    for tier in TIERS:
        stored, name = criterion.tiers[tier], f"criteria.{round.value}.{tier}"
        value = criterion.thresholds(tier).get(SINGLE)
        if value is None:
            continue
        expected = _basis_value(kpi, criterion, stored.basis)
        if expected is not None:
            yield DerivedFigure(name, value, expected, max(2, _places(value)))
        amount = _amount(kpi, criterion, value)
        if amount is not None:
            yield DerivedFigure(f"{name}.amount", stored.amount, amount, 2)


def _order_differences(
    kpi: KpiFile, round: Round, criterion: CriterionFile
) -> Iterator[Difference]:
    bounds = [criterion.thresholds(tier).get(SINGLE) for tier in TIERS]
    known = [bound for bound in bounds if bound is not None]
    wanted = sorted(set(known), reverse=kpi.direction_in(round) == Direction.LOWER)
    if known != wanted:
        yield f"criteria.{round.value}", "the tiers are not in rising order of difficulty"


def _amount(kpi: KpiFile, criterion: CriterionFile, value: Decimal) -> Fraction | None:
    """The printed money is last year's money raised by the printed (rounded) percentage."""
    source = criterion.amount_of
    if source is None or kpi.baseline is None:
        return None
    before = kpi.baseline.value(source.row, source.year)
    return None if before is None else Fraction(before) * (1 + Fraction(value) / 100)


def _basis_value(kpi: KpiFile, criterion: CriterionFile, basis: Basis | None) -> Fraction | None:
    """The exact value that the printed reason of a tier leads to; None without a reason."""
    if basis is None:
        return None
    if isinstance(basis, IntervalBasis):
        low, middle = (
            _basis_value(kpi, criterion, criterion.tiers[tier].basis) for tier in TIERS[:2]
        )
        return None if low is None or middle is None else middle + middle - low
    if isinstance(basis, PlanBasis):
        return Fraction(kpi.year_target.value) + Fraction(basis.plus) if kpi.year_target else None
    if isinstance(basis, LowestBasis):
        return min(_results(kpi, basis.row, basis.years))
    if isinstance(basis, MeanBasis):
        return sum(_results(kpi, basis.row, basis.years)) / Fraction(len(basis.years))
    (result,) = _results(kpi, basis.row, [basis.year])
    return result * Fraction(basis.factor) + Fraction(basis.plus)


def _results(kpi: KpiFile, code: str, years: list[int]) -> list[Fraction]:
    """Results as the document computes with them: growth rates and shares unrounded."""
    if kpi.baseline is None:
        raise ValueError("a tier is based on a baseline that is not there")
    row = next(row for row in kpi.baseline.rows if row.code == code)
    found = []
    for year in years:
        exact = _expected(kpi.baseline, row, year) if row.growth_of or row.share_of else None
        printed = kpi.baseline.value(code, year)
        if exact is None and printed is None:
            raise ValueError(f"a tier is based on {code} {year}, which has no figure")
        found.append(exact if exact is not None else Fraction(printed or 0))
    return found


def _step_differences(check: str, step: ActionStepFile) -> Iterator[Difference]:
    """Printed columns against the months read from them."""
    columns = step.columns
    if max(columns) > len(FISCAL_MONTHS):
        yield check, "marks stand outside the twelve months"
        return
    start, end = FISCAL_MONTHS[columns[0] - 1], FISCAL_MONTHS[columns[-1] - 1]
    if step.start != start or step.end != (end if len(columns) > 1 else None):
        yield check, f"marks {step.marks} are not the months {step.start} to {step.end}"


def _target_differences(kpi: KpiFile) -> Iterator[Difference]:
    """The headline target of the year against the row of the plan."""
    if kpi.year_target is None:
        return
    year, wanted = kpi.fiscal_year, kpi.year_target.value
    yield from _beyond_top_tier(kpi, wanted)
    for target in kpi.plan_targets:
        if target.first == target.last == year and target.value not in (None, wanted):
            yield f"plan_targets.{year}", f"printed {target.value} and {wanted}"


def _beyond_top_tier(kpi: KpiFile, wanted: Decimal) -> Iterator[Difference]:
    """Full points although the target of the plan is missed."""
    top = kpi.criteria[Round.TWELVE_MONTHS].thresholds(100).get(SINGLE)
    if top is None:
        return
    lower = kpi.direction_in(Round.TWELVE_MONTHS) == Direction.LOWER
    if wanted < top if lower else wanted > top:
        yield "year_target", f"the target {wanted} lies beyond the 100 tier {top}"
