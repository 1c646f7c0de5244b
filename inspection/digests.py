"""The e-mail about late and soon-due defects: one for a person at most in the days of the
setting."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from cpd_portal.core.digests.kinds import Digest, Letter
from cpd_portal.core.digests.text import NO_ANSWER, letter_text, one_line, part
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_date
from inspection.defect_policies import defect_policies
from inspection.notifications import DEFECTS, STAFF
from inspection.selectors.digests import DigestLine, DueDefects, due_defects

LINES_AT_MOST = 50


def defect_letter(user: User, today: date) -> Letter | None:
    found = due_defects(user, today, defect_policies().soon_days)
    if not found.count:
        return None
    overdue, soon = len(found.overdue), len(found.soon)
    subject = f"ข้อบกพร่องพ้นกำหนด {overdue:,} รายการ ใกล้ครบกำหนด {soon:,} รายการ"
    return Letter(subject, _text(found, today), found.count)


def _text(found: DueDefects, today: date) -> str:
    return letter_text(
        f"สรุปข้อบกพร่องในความรับผิดชอบของท่าน ณ วันที่ {format_date(today)}",
        _part("พ้นกำหนดแก้ไข", found.overdue),
        _part("ใกล้ครบกำหนดแก้ไข", found.soon),
        f"เปิดดูรายละเอียดและบันทึกผลการแก้ไขได้ในระบบ หน้า “ตรวจการ”\n{NO_ANSWER}",
    )


def _part(title: str, lines: Sequence[DigestLine]) -> str:
    shown = [
        f"{one_line(line.institution)} · {line.severity}: {one_line(line.title)} "
        f"(กำหนด {format_date(line.due_on)})"
        for line in lines
    ]
    return part(f"{title} {len(lines):,} รายการ", shown, at_most=LINES_AT_MOST)


DEFECT_DIGEST = Digest(
    code="inspection.defects",
    kinds=lambda: [DEFECTS],
    letter=defect_letter,
    roles=STAFF,
    rest=lambda: settings.DEFECT_DIGEST_DAYS,
)
