"""The e-mail of the morning: how many unread notifications the day before brought, by kind.

Counts only: an e-mail leaves the portal, and who opens the page signs in to see more.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cpd_portal.core.digests.kinds import Digest, Letter
from cpd_portal.core.digests.text import NO_ANSWER, letter_text, part
from cpd_portal.core.models.people import User
from cpd_portal.core.notifications.registry import Span, mailed_together
from cpd_portal.core.notifications.selectors import chosen_kinds, counts_by_kind
from cpd_portal.thai.dates import format_date


def daily_letter(user: User, today: date) -> Letter | None:
    """Of the whole day before, so that two mornings leave nothing out and tell nothing twice."""
    together = {kind.code for kind in mailed_together()}
    wanted = {line.kind.code for line in chosen_kinds(user) if line.by_mail} & together
    counts = [row for row in counts_by_kind(user, _day_before(today)) if row.kind.code in wanted]
    lines = [f"{row.kind.title} {row.unread:,} เรื่อง" for row in counts if row.unread]
    if not lines:
        return None
    total = sum(row.unread for row in counts)
    text = letter_text(
        part(f"เรื่องที่ยังไม่ได้อ่านของวันที่ {format_date(today - timedelta(days=1))}", lines),
        f"เปิดดูได้ในระบบ หน้า “การแจ้งเตือน”\n{NO_ANSWER}",
    )
    return Letter(f"การแจ้งเตือนที่ยังไม่ได้อ่าน {total:,} เรื่อง", text, total)


def _day_before(today: date) -> Span:
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    last = midnight - timedelta(microseconds=1)
    return Span(midnight - timedelta(days=1), last, today)


DAILY_DIGEST = Digest(code="core.notifications", kinds=mailed_together, letter=daily_letter)
