"""The e-mail about late and soon-due defects: plain text, one for a person at most in the days
of the setting."""

from collections.abc import Sequence
from datetime import date, timedelta
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_date
from inspection.defect_policies import defect_policies
from inspection.models import DefectDigest
from inspection.selectors.digests import Digest, DigestLine, digest_of, digest_users

logger = structlog.get_logger(__name__)

LINES_AT_MOST = 50
# Marks that turn the direction of writing: a name with one would turn the rest of its line.
_DIRECTIONS = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


def digests_send(*, today: date) -> int:
    """To everybody who is due one; how many were sent. One that fails does not stop the others
    and is tried again the next time."""
    sent = 0
    for user in digest_users(today, settings.DEFECT_DIGEST_DAYS):
        try:
            sent += digest_send(actor=None, user=user, today=today)
        except (SMTPException, OSError):
            logger.exception("digest not sent", user=user.pk)
    return sent


@recorded("inspection.digest.sent")
def digest_send(*, actor: User | None, user: User, today: date) -> bool:
    """False where there is nothing to say, no usable address, or one was sent already."""
    if not _claimed(user, today):
        return False
    digest = digest_of(user, today, defect_policies().soon_days)
    if not digest.count or not _usable(user):
        return False
    DefectDigest.objects.update_or_create(
        user=user, defaults={"sent_on": today, "defects": digest.count}
    )
    EmailMessage(subject=_subject(digest), body=digest_text(digest, today), to=[user.email]).send()
    return True


def _claimed(user: User, today: date) -> bool:
    """Holds the person's row until the mail is sent, so that two workers do not send two."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    last = DefectDigest.objects.filter(user=user).first()
    recent = today - timedelta(days=settings.DEFECT_DIGEST_DAYS)
    return last is None or last.sent_on <= recent


def _usable(user: User) -> bool:
    try:
        validate_email(user.email)
    except ValidationError:
        logger.warning("digest without a usable address", user=user.pk)
        return False
    return True


def _subject(digest: Digest) -> str:
    """Counts only: no text that anybody typed stands in a header."""
    return (
        f"ข้อบกพร่องพ้นกำหนด {len(digest.overdue):,} รายการ ใกล้ครบกำหนด {len(digest.soon):,} รายการ"
    )


def digest_text(digest: Digest, today: date) -> str:
    parts = [
        f"สรุปข้อบกพร่องในความรับผิดชอบของท่าน ณ วันที่ {format_date(today)}",
        *_part("พ้นกำหนดแก้ไข", digest.overdue),
        *_part("ใกล้ครบกำหนดแก้ไข", digest.soon),
        "เปิดดูรายละเอียดและบันทึกผลการแก้ไขได้ในระบบ หน้า “ตรวจการ”\nจดหมายนี้ส่งโดยระบบ ไม่ต้องตอบกลับ",
    ]
    return "\n\n".join(parts) + "\n"


def _part(title: str, lines: Sequence[DigestLine]) -> list[str]:
    if not lines:
        return []
    shown = [
        f"- {_plain(line.institution)} · {line.severity}: {_plain(line.title)} "
        f"(กำหนด {format_date(line.due_on)})"
        for line in lines[:LINES_AT_MOST]
    ]
    left = len(lines) - len(shown)
    if left:
        shown.append(f"และอีก {left:,} รายการ ดูได้ในระบบ")
    return [f"{title} {len(lines):,} รายการ\n" + "\n".join(shown)]


def _plain(text: str) -> str:
    """On one line: a typed line break must not look like another entry."""
    return " ".join(text.translate(_DIRECTIONS).split())
