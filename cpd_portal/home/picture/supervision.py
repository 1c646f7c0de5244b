"""What is late in the field: defects, early warnings, cases of the registrar."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Q, Sum, TextChoices

from cpd_portal.home.picture.figures import MILLION, Figure, rows_url
from cpd_portal.home.picture.scope import Scope
from early_warning.choices import HandlingState
from early_warning.models import WatchReading
from early_warning.selectors.actions import (
    ActionChoice,
    WaitingGroup,
    WaitingLine,
    waiting_groups,
    waiting_lines,
)
from early_warning.selectors.past import readings_on, waiting_lines_on
from early_warning.selectors.watchlist import tile
from inspection.choices import Severity
from inspection.selectors.board import (
    DefectChoice,
    Lateness,
    Stage,
    board,
    defects_of,
    defects_on,
    in_stage,
    late_as,
)
from registrar.models import Case
from registrar.selectors.case_lists import Lateness as CaseLateness
from registrar.selectors.case_lists import cases_on, late_counts

W = TypeVar("W", WaitingLine, WaitingGroup)

PART = "supervision"
SEVERITY = Severity.DEFECT.value


class Late(TextChoices):
    """The figures of defects, by what their list is filtered by."""

    OVERDUE = "defects-overdue", "ข้อบกพร่องเกินกำหนดแก้ไข"
    SOON = "defects-soon", "ใกล้ครบกำหนด"
    PROPOSED = "defects-proposed", "รอยืนยันการปิด"

    @property
    def filters(self) -> dict[str, str]:
        found: dict[Late, dict[str, str]] = {
            Late.OVERDUE: {"late": Lateness.OVERDUE.value},
            Late.SOON: {"late": Lateness.SOON.value},
            Late.PROPOSED: {"stage": Stage.PROPOSED.value},
        }
        return found[self]


class Waiting(TextChoices):
    """The figures of alerts."""

    OPEN = "alerts-open", "คำเตือนที่ยังไม่ปิด"
    NEW = "alerts-new", "ยังไม่มีใครรับทราบ"
    LATE = "alerts-late", "เลยกำหนดดำเนินการ"

    @property
    def filters(self) -> dict[str, str]:
        found: dict[Waiting, dict[str, str]] = {
            Waiting.NEW: {"state": HandlingState.NEW.value},
            Waiting.LATE: {"show": "late"},
        }
        return found.get(self, {})


class CaseTime(TextChoices):
    """The figures of cases."""

    LATE = "cases-late", "สำนวนเกินกำหนด"
    SOON = "cases-soon", "ครบกำหนดใน 7 วัน"
    STANDS = "cases-stands", "หยุดนับเวลา"

    @property
    def late(self) -> CaseLateness:
        return CaseLateness[self.name]


@dataclass(frozen=True)
class Supervision:
    defects: list[Figure]
    levels: list[Figure]
    warnings: list[Figure]
    cases: list[Figure]

    @property
    def rows(self) -> list[list[Figure]]:
        """As they stand below each other."""
        return [self.defects, self.levels, self.warnings, self.cases]


def supervision(scope: Scope) -> Supervision:
    return Supervision(_defects(scope), _levels(scope), _warnings(scope), _cases(scope))


def defect_rows(scope: Scope) -> Any:
    """Defects, or their events of a past day."""
    if scope.day is not None:
        return defects_on(scope.viewer, scope.day, SEVERITY)
    return defects_of(scope.viewer, DefectChoice(today=scope.today, severity=SEVERITY))


def reading_rows(scope: Scope) -> Any:
    """What holds of each institution, or held."""
    if scope.day is not None:
        return readings_on(scope.viewer, scope.day)
    return WatchReading.objects.visible_to(scope.viewer).standing()


def case_rows(scope: Scope) -> Any:
    if scope.day is not None:
        return cases_on(scope.viewer, scope.day)
    return Case.objects.visible_to(scope.viewer)


def defects_that_are(late: Late, scope: Scope) -> Q:
    if late == Late.PROPOSED:
        return in_stage(Stage.PROPOSED)
    return late_as(late.filters["late"], scope.on)


def alert_lines(scope: Scope) -> list[WaitingLine]:
    if scope.day is not None:
        return waiting_lines_on(scope.viewer, scope.day)
    return waiting_lines(scope.viewer, ActionChoice(), scope.today)


def alerts_that_are(waiting: Waiting, alerts: list[W]) -> list[W]:
    if waiting == Waiting.NEW:
        return [alert for alert in alerts if alert.state == HandlingState.NEW]
    if waiting == Waiting.LATE:
        return [alert for alert in alerts if alert.lateness.days_late]
    return alerts


def _defects(scope: Scope) -> list[Figure]:
    """Two queries: the board's own counts, and the money of what is overdue."""
    rows = defect_rows(scope)
    counted = board(rows, scope.on)
    overdue = rows.filter(defects_that_are(Late.OVERDUE, scope))
    amount = overdue.aggregate(amount=Sum("amount"))["amount"] or Decimal(0)
    millions = f"รวม {amount / MILLION:,.2f} ล้านบาท เฉพาะรายการที่บันทึกจำนวนเงิน"

    def figure(late: Late) -> Figure:
        filters = {"severity": SEVERITY, **late.filters}
        url = rows_url(scope, PART, late.value, "inspection:defects", **filters)
        note = millions if late == Late.OVERDUE else ""
        return Figure(str(late.label), counted.count(**late.filters), "รายการ", note, url)

    return [figure(late) for late in Late]


def _levels(scope: Scope) -> list[Figure]:
    """Institutions on each watch level, the most serious first."""
    found = tile(scope.viewer, scope.day)
    note = f"จาก {found.read:,} แห่งที่คำนวณสัญญาณ"

    def figure(rank: int, name: str, count: int) -> Figure:
        url = rows_url(scope, PART, f"level-{rank}", "early_warning:watchlist", rank=str(rank))
        return Figure(f"ระดับ{name}", count, "แห่ง", note, url)

    return [figure(*level) for level in found.levels]


def _warnings(scope: Scope) -> list[Figure]:
    groups = _alert_groups(scope)

    def figure(waiting: Waiting) -> Figure:
        url = rows_url(scope, PART, waiting.value, "early_warning:alerts", **waiting.filters)
        count = sum(group.count for group in alerts_that_are(waiting, groups))
        return Figure(str(waiting.label), count, "รายการ", url=url)

    return [figure(waiting) for waiting in Waiting]


def _alert_groups(scope: Scope) -> list[WaitingGroup]:
    """Of a past day each alert alone: what is known of it stands in events."""
    if scope.day is None:
        return waiting_groups(scope.viewer, scope.today)
    return [WaitingGroup(line.state, line.lateness, 1) for line in alert_lines(scope)]


def _cases(scope: Scope) -> list[Figure]:
    counted = late_counts(scope.viewer, scope.on, scope.day)

    def figure(time: CaseTime) -> Figure:
        url = rows_url(scope, PART, time.value, "registrar:cases", late=time.late.value)
        return Figure(str(time.label), counted[time.late], "สำนวน", url=url)

    return [figure(time) for time in CaseTime]
