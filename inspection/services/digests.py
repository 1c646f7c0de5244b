"""The e-mail about late and soon-due defects: plain text, one for a person at most in the days
of the setting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import transaction

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.directions import without_directions
from inspection.defect_policies import defect_policies
from inspection.models import DefectDigest
from inspection.selectors.digests import (
    Digest,
    DigestLine,
    digest_failed_users,
    digest_of,
    digest_users,
)

logger = structlog.get_logger(__name__)

LINES_AT_MOST = 50
TRIES_A_DAY = 2
"""A mail server that is restarted is there again soon; a full mailbox is not."""
LONGEST_ERROR = 300
NOT_TAKEN = (
    SMTPResponseException,
    SMTPRecipientsRefused,
    SMTPNotSupportedError,
)
"""The server said no: nothing was delivered."""


@dataclass(frozen=True)
class Claim:
    """A mail that nobody else sends any more; `sent_before` is put back when it fails."""

    message: EmailMessage
    sent_before: date | None


def digests_send(*, today: date) -> int:
    """To everybody who is due one; how many were sent. One that fails does not stop the others
    and is tried once more when all have had theirs, then not again on that day."""
    due = digest_users(today, settings.DEFECT_DIGEST_DAYS)
    sent = sum(digest_send(user=user, today=today) for user in due)
    return sent + sum(digest_send(user=user, today=today) for user in digest_failed_users(today))


def digest_send(*, user: User, today: date) -> bool:
    """Whether a mail went out. The claim is committed before (`durable` refuses a transaction
    around it, so that nothing takes it back after the mail is away): whatever breaks in
    between, a person never gets the same mail twice, rather none until the next one is due."""
    with transaction.atomic(durable=True):
        claim = digest_claim(actor=None, user=user, today=today)
    return claim is not None and _delivered(user, claim, today)


@recorded("inspection.digest.claimed")
def digest_claim(*, actor: User | None, user: User, today: date) -> Claim | None:
    """None where there is nothing to say, no usable address, or one was sent or failed often
    enough. Two workers come one after the other."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    last = DefectDigest.objects.filter(user=user).first()
    if last is not None and not _due(last, today):
        return None
    digest = digest_of(user, today, defect_policies().soon_days)
    if not digest.count or not _usable(user):
        return None
    DefectDigest.objects.update_or_create(
        user=user, defaults={"sent_on": today, "defects": digest.count}
    )
    message = EmailMessage(_subject(digest), digest_text(digest, today), to=[user.email])
    return Claim(message, last.sent_on if last is not None else None)


@recorded("inspection.digest.failed")
def digest_failed(
    *, actor: User | None, user: User, today: date, error: str, sent_before: date | None
) -> None:
    """The mail did not go out: it may be tried again."""
    row = DefectDigest.objects.select_for_update().get(user=user)
    row.failures = row.failures + 1 if row.failed_on == today else 1
    row.sent_on, row.failed_on, row.error = sent_before, today, error[:LONGEST_ERROR]
    row.save()


@recorded("inspection.digest.unclear")
def digest_unclear(*, actor: User | None, user: User, today: date, error: str) -> None:
    """The line broke while the mail was given over: it may have arrived, so it counts as sent."""
    row = DefectDigest.objects.select_for_update().get(user=user)
    row.failed_on, row.failures, row.error = today, TRIES_A_DAY, error[:LONGEST_ERROR]
    row.save()


def _delivered(user: User, claim: Claim, today: date) -> bool:
    refused = partial(
        digest_failed, actor=None, user=user, today=today, sent_before=claim.sent_before
    )
    server = get_connection()
    try:
        server.open()
    except (SMTPException, OSError) as error:
        return _told(refused, user, error)
    claim.message.connection = server
    try:
        claim.message.send()
    except NOT_TAKEN as error:
        return _told(refused, user, error)
    except (SMTPException, OSError) as error:
        return _told(partial(digest_unclear, actor=None, user=user, today=today), user, error)
    finally:
        server.close()
    return True


def _told(record: Callable[..., None], user: User, error: Exception) -> bool:
    logger.warning("digest not sent", user=user.pk, exc_info=error)
    record(error=f"{type(error).__name__}: {error}")
    return False


def _due(last: DefectDigest, today: date) -> bool:
    recent = today - timedelta(days=settings.DEFECT_DIGEST_DAYS)
    gave_up = last.failed_on == today and last.failures >= TRIES_A_DAY
    return not gave_up and (last.sent_on is None or last.sent_on <= recent)


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
    return " ".join(without_directions(text).split())
