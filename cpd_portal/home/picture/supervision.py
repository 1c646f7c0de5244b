"""What is late in the field: defects, early warnings, cases of the registrar."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from cpd_portal.home.picture.figures import MILLION, Figure, rows_url
from cpd_portal.home.picture.scope import Scope
from early_warning.choices import HandlingState
from early_warning.selectors.actions import ActionChoice, WaitingLine, waiting_lines
from early_warning.selectors.watchlist import tile
from inspection.choices import Severity
from inspection.selectors.board import DefectChoice, Lateness, Stage, board, defects_of, late_as
from registrar.selectors.case_lists import Lateness as CaseLateness
from registrar.selectors.case_lists import late_counts


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


def _defects(scope: Scope) -> list[Figure]:
    """Two queries: the board's own counts, and the money of what is overdue."""
    severity = Severity.DEFECT.value
    rows = defects_of(scope.viewer, DefectChoice(today=scope.today, severity=severity))
    counted = board(rows, scope.today)
    late = rows.filter(late_as(Lateness.OVERDUE, scope.today))
    amount = late.aggregate(amount=Sum("amount"))["amount"] or Decimal(0)

    def figure(title: str, note: str = "", stage: str = "", late: str = "") -> Figure:
        filters = {"severity": severity, "stage": stage, "late": late}
        url = rows_url(scope, "inspection:defects", **filters)
        return Figure(title, counted.count(stage, late), "รายการ", note, url)

    millions = f"รวม {amount / MILLION:,.2f} ล้านบาท เฉพาะรายการที่บันทึกจำนวนเงิน"
    return [
        figure("ข้อบกพร่องเกินกำหนดแก้ไข", note=millions, late=Lateness.OVERDUE),
        figure("ใกล้ครบกำหนด", late=Lateness.SOON),
        figure("รอยืนยันการปิด", stage=Stage.PROPOSED),
    ]


def _levels(scope: Scope) -> list[Figure]:
    """Institutions on each watch level, the most serious first."""
    found = tile(scope.viewer)
    note = f"จาก {found.read:,} แห่งที่คำนวณสัญญาณ"
    return [
        Figure(
            f"ระดับ{name}",
            count,
            "แห่ง",
            note,
            rows_url(scope, "early_warning:watchlist", rank=str(rank)),
        )
        for rank, name, count in found.levels
    ]


def _warnings(scope: Scope) -> list[Figure]:
    lines = waiting_lines(scope.viewer, ActionChoice(), scope.today)

    def figure(title: str, found: list[WaitingLine], **filters: str) -> Figure:
        url = rows_url(scope, "early_warning:alerts", **filters)
        return Figure(title, len(found), "รายการ", url=url)

    new = [line for line in lines if line.state == HandlingState.NEW]
    late = [line for line in lines if line.lateness.days_late]
    return [
        figure("คำเตือนที่ยังไม่ปิด", lines),
        figure("ยังไม่มีใครรับทราบ", new, state=HandlingState.NEW.value),
        figure("เลยกำหนดดำเนินการ", late, show="late"),
    ]


def _cases(scope: Scope) -> list[Figure]:
    counted = late_counts(scope.viewer, scope.today)

    def figure(title: str, late: CaseLateness) -> Figure:
        url = rows_url(scope, "registrar:cases", late=late.value)
        return Figure(title, counted[late], "สำนวน", url=url)

    return [
        figure("สำนวนเกินกำหนด", CaseLateness.LATE),
        figure("ครบกำหนดใน 7 วัน", CaseLateness.SOON),
        figure("หยุดนับเวลา", CaseLateness.STANDS),
    ]
