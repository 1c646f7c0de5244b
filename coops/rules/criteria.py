"""The criteria of the tiers, one class each: is a tier's bound met, and what is missing to it.

Printed as "เงื่อนไขคะแนน" and "เงื่อนไขย่อย" in kpi_details_fy2567. The bounds are data; each
class reads its own part of a rule set's definition. Tier 3 has no bound: it holds whoever
reaches neither tier 1 nor tier 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from coops.choices import ConditionCode, DefectStatus, Tier, Year

from .facts import Facts, Problem, TwoYears, plain

BOUNDED_TIERS = (Tier.ONE, Tier.TWO)
Bounds = Mapping[str, Any]


class Criterion(Protocol):
    """`total` is the sum of the points; `met` and `need` ask about tier 1 or 2."""

    @property
    def code(self) -> ConditionCode: ...
    def missing(self, facts: Facts) -> list[Problem]: ...
    def met(self, tier: Tier, facts: Facts, total: Decimal) -> bool: ...
    def fact(self, facts: Facts, total: Decimal) -> str: ...
    def need(self, tier: Tier, facts: Facts, total: Decimal) -> str: ...


@dataclass(frozen=True, slots=True)
class TotalBound:
    minimum: Decimal
    strict: bool


@dataclass(frozen=True)
class TotalCriterion:
    """The total reaches the bound; a strict bound has to be exceeded."""

    bounds: Mapping[Tier, TotalBound]
    code: ClassVar[ConditionCode] = ConditionCode.TOTAL

    def missing(self, facts: Facts) -> list[Problem]:
        """None of its own: missing points are named one by one."""
        return []

    def met(self, tier: Tier, facts: Facts, total: Decimal) -> bool:
        bound = self.bounds[tier]
        return total > bound.minimum if bound.strict else total >= bound.minimum

    def fact(self, facts: Facts, total: Decimal) -> str:
        return f"คะแนนรวม {plain(total)} คะแนน"

    def need(self, tier: Tier, facts: Facts, total: Decimal) -> str:
        bound = self.bounds[tier]
        gap = plain(bound.minimum - total)
        if not bound.strict:
            return f"ขาดอีก {gap} คะแนน"
        if total == bound.minimum:
            return f"ต้องได้มากกว่า {plain(bound.minimum)} คะแนน ขณะนี้ได้ {plain(total)} พอดี"
        return f"ขาดอีกมากกว่า {gap} คะแนน (ต้องได้มากกว่า {plain(bound.minimum)})"


@dataclass(frozen=True)
class LossCriterion:
    """No loss in the years of the bound; a result of zero is no loss."""

    bounds: Mapping[Tier, tuple[Year, ...]]
    code: ClassVar[ConditionCode] = ConditionCode.LOSS

    def missing(self, facts: Facts) -> list[Problem]:
        return _missing_years("loss", "ยังไม่ได้ระบุผลประกอบการ", facts.loss)

    def met(self, tier: Tier, facts: Facts, total: Decimal) -> bool:
        return all(facts.loss.of(year) is False for year in self.bounds[tier])

    def fact(self, facts: Facts, total: Decimal) -> str:
        return _two_years(facts.loss, "ขาดทุน", "ไม่ขาดทุน")

    def need(self, tier: Tier, facts: Facts, total: Decimal) -> str:
        return f"ต้องไม่ขาดทุนใน{_years(self.bounds[tier])}"


@dataclass(frozen=True)
class AllocatedCriterion:
    """The net profit was both allocated and paid out in the years of the bound."""

    bounds: Mapping[Tier, tuple[Year, ...]]
    code: ClassVar[ConditionCode] = ConditionCode.ALLOCATED_AND_PAID

    def missing(self, facts: Facts) -> list[Problem]:
        message = "ยังไม่ได้ระบุการจัดสรรและจ่ายกำไรสุทธิ"
        return _missing_years("allocated_and_paid", message, facts.allocated_and_paid)

    def met(self, tier: Tier, facts: Facts, total: Decimal) -> bool:
        return all(facts.allocated_and_paid.of(year) is True for year in self.bounds[tier])

    def fact(self, facts: Facts, total: Decimal) -> str:
        return _two_years(facts.allocated_and_paid, "จัดสรรและจ่าย", "ไม่ได้จัดสรรและจ่าย")

    def need(self, tier: Tier, facts: Facts, total: Decimal) -> str:
        return f"ต้องจัดสรรและจ่ายกำไรสุทธิใน{_years(self.bounds[tier])}"


@dataclass(frozen=True)
class DefectsCriterion:
    """The institution's defect status is among those that the bound allows."""

    bounds: Mapping[Tier, tuple[DefectStatus, ...]]
    code: ClassVar[ConditionCode] = ConditionCode.DEFECTS

    def missing(self, facts: Facts) -> list[Problem]:
        if facts.defect_status is not None:
            return []
        return [Problem("/defect_status", "ยังไม่ได้ระบุสถานะข้อบกพร่อง")]

    def met(self, tier: Tier, facts: Facts, total: Decimal) -> bool:
        return facts.defect_status in self.bounds[tier]

    def fact(self, facts: Facts, total: Decimal) -> str:
        return f"สถานะข้อบกพร่อง {facts.defect_status.label if facts.defect_status else '-'}"

    def need(self, tier: Tier, facts: Facts, total: Decimal) -> str:
        allowed = " หรือ ".join(str(status.label) for status in self.bounds[tier])
        return f"สถานะข้อบกพร่องต้องเป็น {allowed}"


@dataclass(frozen=True)
class StatementsCriterion:
    """Financial statements are ready within so many days after the accounting year."""

    bounds: Mapping[Tier, int]
    code: ClassVar[ConditionCode] = ConditionCode.STATEMENTS

    def missing(self, facts: Facts) -> list[Problem]:
        if facts.statement_days is not None:
            return []
        return [Problem("/statement_days", "ยังไม่ได้ระบุจำนวนวันที่จัดทำงบการเงิน")]

    def met(self, tier: Tier, facts: Facts, total: Decimal) -> bool:
        return facts.statement_days is not None and facts.statement_days <= self.bounds[tier]

    def fact(self, facts: Facts, total: Decimal) -> str:
        return f"จัดทำงบการเงินแล้วเสร็จใน {facts.statement_days} วัน"

    def need(self, tier: Tier, facts: Facts, total: Decimal) -> str:
        return f"ต้องจัดทำงบการเงินภายใน {self.bounds[tier]} วัน (ได้ {facts.statement_days} วัน)"


def criteria_from(conditions: Bounds) -> tuple[Criterion, ...]:
    """The criteria that a definition has, in the order of the printed table."""
    readers: dict[str, Any] = {
        "total": _total_criterion,
        "loss": lambda rows: LossCriterion(_year_bounds(rows, "years_without_loss")),
        "allocated_and_paid": lambda rows: AllocatedCriterion(
            _year_bounds(rows, "years_allocated_and_paid")
        ),
        "defects": _defects_criterion,
        "statements": _statements_criterion,
    }
    return tuple(read(conditions[code]) for code, read in readers.items() if conditions.get(code))


def _total_criterion(rows: Bounds) -> TotalCriterion:
    return TotalCriterion(
        {
            tier: TotalBound(Decimal(row["minimum"]), row["strict"])
            for tier, row in _by_tier(rows).items()
        }
    )


def _defects_criterion(rows: Bounds) -> DefectsCriterion:
    return DefectsCriterion(
        {
            tier: tuple(DefectStatus(status) for status in row["allowed"])
            for tier, row in _by_tier(rows).items()
        }
    )


def _statements_criterion(rows: Bounds) -> StatementsCriterion:
    return StatementsCriterion({tier: row["within_days"] for tier, row in _by_tier(rows).items()})


def _year_bounds(rows: Bounds, key: str) -> dict[Tier, tuple[Year, ...]]:
    return {tier: tuple(map(Year, row[key])) for tier, row in _by_tier(rows).items()}


def _by_tier(rows: Bounds) -> dict[Tier, Bounds]:
    return {tier: rows[f"tier_{int(tier)}"] for tier in BOUNDED_TIERS}


def _missing_years(name: str, message: str, answers: TwoYears) -> list[Problem]:
    return [
        Problem(f"/{name}/{year.value}", f"{message}{year.label}")
        for year in Year
        if answers.of(year) is None
    ]


def _two_years(answers: TwoYears, yes: str, no: str) -> str:
    return " ".join(f"{year.label}{yes if answers.of(year) else no}" for year in Year)


def _years(years: tuple[Year, ...]) -> str:
    return "และ".join(str(year.label) for year in years)
