"""How much an institution calls for a visit: a score that shows its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coops.choices import Tier
from inspection.rules.appointments import service_years as full_years


@dataclass(frozen=True, slots=True)
class PerCase:
    """So many points for each, at most `most`."""

    each: int
    most: int

    def points(self, cases: int) -> int:
        return min(self.each * cases, self.most)


@dataclass(frozen=True, slots=True)
class RiskWeights:
    """No source prints them; `verified` says whether somebody has. `quota_percent`: how many of
    a hundred institutions are proposed as the quota of a year."""

    version: int
    verified: bool
    source: str
    tiers: Mapping[Tier, int]
    tier_unknown: int
    open_defect: PerCase
    overdue_defect: PerCase
    late_meeting: int
    late_statements: int
    year_since_visit: PerCase
    never_visited: int
    alerts: Sequence[int]
    quota_percent: int


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """`overdue_defects` are among the `open_defects`; `visited_on` is the last finished visit;
    `alert` the rank of the most serious warning that nobody has closed."""

    tier: Tier | None
    open_defects: int
    overdue_defects: int
    late_meeting: bool
    late_statements: bool
    visited_on: date | None
    alert: int | None = None


@dataclass(frozen=True, slots=True)
class RiskPart:
    text: str
    points: int


@dataclass(frozen=True, slots=True)
class Risk:
    """`parts` with points only; their sum is the total."""

    parts: tuple[RiskPart, ...]

    @property
    def total(self) -> int:
        return sum(part.points for part in self.parts)


def risk(facts: RiskFacts, weights: RiskWeights, as_of: date) -> Risk:
    parts = (
        _tier(facts, weights),
        RiskPart(
            f"ข้อบกพร่องที่ยังไม่แก้ {facts.open_defects:,} เรื่อง",
            weights.open_defect.points(facts.open_defects),
        ),
        RiskPart(
            f"เกินกำหนดแก้ไข {facts.overdue_defects:,} เรื่อง",
            weights.overdue_defect.points(facts.overdue_defects),
        ),
        RiskPart("ประชุมใหญ่เกินกำหนด", weights.late_meeting * facts.late_meeting),
        RiskPart("งบการเงินเกินกำหนด", weights.late_statements * facts.late_statements),
        _visited(facts, weights, as_of),
        _alert(facts, weights),
    )
    return Risk(tuple(part for part in parts if part.points))


def proposed_quota(institutions: int, weights: RiskWeights) -> int:
    """Rounded up: an office with one institution visits one."""
    return -(-institutions * weights.quota_percent // 100)


def _tier(facts: RiskFacts, weights: RiskWeights) -> RiskPart:
    if facts.tier is None:
        return RiskPart("ยังไม่มีชั้น", weights.tier_unknown)
    return RiskPart(f"ชั้น {facts.tier.value}", weights.tiers[facts.tier])


def _alert(facts: RiskFacts, weights: RiskWeights) -> RiskPart:
    """A rank beyond the last weight counts as the last."""
    if facts.alert is None:
        return RiskPart("", 0)
    return RiskPart(
        "มีคำเตือนล่วงหน้าที่ยังไม่ปิด", weights.alerts[min(facts.alert, len(weights.alerts)) - 1]
    )


def _visited(facts: RiskFacts, weights: RiskWeights, as_of: date) -> RiskPart:
    if facts.visited_on is None:
        return RiskPart("ไม่พบการตรวจในระบบ", weights.never_visited)
    years = max(0, full_years(facts.visited_on, as_of))
    return RiskPart(f"ตรวจครั้งล่าสุด {years} ปีก่อน", weights.year_since_visit.points(years))
