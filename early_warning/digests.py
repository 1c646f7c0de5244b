"""The monthly e-mail about early warning."""

from collections.abc import Sequence
from datetime import date

from cpd_portal.core.digests.kinds import Digest, Letter, of_the_month
from cpd_portal.core.digests.text import NO_ANSWER, letter_text, one_line, part
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_date, format_date_long
from early_warning.notifications import ALERTS, READERS
from early_warning.selectors.digests import NewLine, WarningMonth, warning_month

LINES_AT_MOST = 30
TRIES = 6
"""Two on a morning."""


def warning_letter(user: User, today: date) -> Letter | None:
    found = warning_month(user, today)
    if found.is_empty:
        return None
    subject = (
        f"เตือนภัยล่วงหน้าประจำเดือน: เฝ้าระวัง {found.watched:,} แห่ง เกินกำหนด {found.late:,} รายการ"
    )
    return Letter(subject, _text(found, today), found.watched)


def _text(found: WarningMonth, today: date) -> str:
    levels = [f"{name}: {count:,} แห่ง" for name, count in found.levels]
    watched = f"อยู่ในระดับเฝ้าระวัง {found.watched:,} แห่ง"
    return letter_text(
        f"สรุปการเตือนภัยล่วงหน้าในขอบเขตของท่าน ณ วันที่ {format_date(today)}",
        part(watched, levels) or watched,
        _new(found.new),
        f"คำเตือนที่เกินกำหนดดำเนินการ {found.late:,} รายการ" if found.late else "",
        _clocks(found),
        f"เปิดดูรายละเอียดได้ในระบบ หน้า “เตือนภัยล่วงหน้า”\n{NO_ANSWER}",
    )


def _new(lines: Sequence[NewLine]) -> str:
    shown = [
        f"{one_line(line.name)} · {one_line(line.level)} ตั้งแต่ {format_date(line.since)}"
        for line in lines
    ]
    title = f"เข้าระดับหรือเปลี่ยนแปลงตั้งแต่เดือนก่อน {len(lines):,} แห่ง"
    return part(title, shown, at_most=LINES_AT_MOST, unit="แห่ง")


def _clocks(found: WarningMonth) -> str:
    month = format_date_long(found.first).split(maxsplit=1)[1]
    lines = [f"{kind.label} {count:,} รายการ" for kind, count in found.clocks]
    return part(f"ครบกำหนดใน{month}", lines)


WARNING_DIGEST = Digest(
    code="early_warning.month",
    kinds=lambda: [ALERTS],
    letter=warning_letter,
    roles=READERS,
    period=of_the_month,
    tries=TRIES,
)
