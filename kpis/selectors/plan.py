"""Action plans with what is ticked, proven and late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cpd_portal.thai.fiscal import fiscal_year_bounds
from kpis.models import ActionStep, Kpi, StepEvidence, StepTick
from kpis.rules.plan import FISCAL_MONTHS, Activity, half_year_ends


@dataclass(frozen=True)
class StepLine:
    """One activity on the Gantt picture. `days_late` is 0 where nobody can say."""

    step: ActionStep
    tick: StepTick | None
    evidence: Sequence[StepEvidence]
    activity: Activity
    months: tuple[bool, ...]
    days_late: int

    @property
    def is_late_open(self) -> bool:
        return self.tick is None and self.days_late > 0

    @property
    def done_column(self) -> int | None:
        """The month of the table in which it was done; None where it was not, or outside."""
        if self.tick is None:
            return None
        first, last = fiscal_year_bounds(self.activity.fiscal_year)
        inside = first <= self.tick.done_on <= last
        return FISCAL_MONTHS.index(self.tick.done_on.month) if inside else None

    @property
    def state_words(self) -> str:
        if self.tick is not None:
            return f"แล้วเสร็จช้า {self.days_late:,} วัน" if self.days_late else "แล้วเสร็จ"
        return f"เกินกำหนด {self.days_late:,} วัน" if self.days_late else "ยังไม่แล้วเสร็จ"

    @property
    def beyond_year(self) -> bool:
        """Printed marks stand in columns that the table of twelve months lacks."""
        columns = [int(mark[:-1]) for mark in self.step.marks.split()]
        return any(column > len(FISCAL_MONTHS) for column in columns)


@dataclass(frozen=True)
class PlanOfKpi:
    """`tables`: title and lines, in printed order."""

    tables: tuple[tuple[str, tuple[StepLine, ...]], ...]

    @property
    def lines(self) -> list[StepLine]:
        return [line for _, lines in self.tables for line in lines]

    @property
    def done(self) -> int:
        return sum(line.tick is not None for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.is_late_open for line in self.lines)


def plan_of(kpi: Kpi, today: date) -> PlanOfKpi:
    steps = ActionStep.objects.filter(kpi=kpi).select_related("tick")
    proofs = _evidence_by_step(kpi)
    tables: dict[str, list[StepLine]] = {}
    for step in steps:
        line = step_line(step, kpi.scorecard.fiscal_year, proofs.get(step.pk, ()), today)
        tables.setdefault(step.table_title, []).append(line)
    return PlanOfKpi(tuple((title, tuple(lines)) for title, lines in tables.items()))


def step_line(
    step: ActionStep, fiscal_year: int, evidence: Sequence[StepEvidence], today: date
) -> StepLine:
    tick = getattr(step, "tick", None)
    activity = Activity(
        fiscal_year, step.start_month, step.end_month, tick.done_on if tick else None
    )
    return StepLine(step, tick, evidence, activity, months_of(step), activity.days_late(today))


def months_of(step: ActionStep) -> tuple[bool, ...]:
    """The twelve months from October; only the first where no end is printed."""
    first = FISCAL_MONTHS.index(step.start_month)
    last = FISCAL_MONTHS.index(step.end_month) if step.end_month else first
    return tuple(first <= position <= last for position in range(len(FISCAL_MONTHS)))


def half_year_steps(kpi: Kpi) -> list[ActionStep]:
    """Those that the 6-month round counts."""
    rows = ActionStep.objects.filter(kpi=kpi, counts_in_half=True)
    return list(rows.select_related("tick"))


def late_in_half(steps: Sequence[ActionStep], fiscal_year: int) -> list[ActionStep]:
    """Ticked with a day after the first half of the year."""
    ends = half_year_ends(fiscal_year)
    ticked = [step for step in steps if getattr(step, "tick", None)]
    return [step for step in ticked if step.tick.done_on > ends]


def _evidence_by_step(kpi: Kpi) -> dict[int, list[StepEvidence]]:
    found: dict[int, list[StepEvidence]] = {}
    for paper in StepEvidence.objects.filter(step__kpi=kpi):
        found.setdefault(paper.step_id, []).append(paper)
    return found
