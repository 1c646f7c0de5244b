"""The monthly e-mail about early warning: plain text, once for a person and month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

import structlog
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.db import transaction

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from cpd_portal.thai.dates import format_date, format_date_long
from cpd_portal.thai.directions import without_directions
from early_warning.models import WarningDigest
from early_warning.selectors.digests import (
    TRIES,
    NewLine,
    WarningMonth,
    digest_readers,
    warning_month,
)

logger = structlog.get_logger(__name__)

LINES_AT_MOST = 30
LONGEST_ERROR = 300
NOT_TAKEN = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)
"""The server said no: nothing was delivered."""


@dataclass(frozen=True)
class Claim:
    """A mail that nobody else sends any more."""

    row: WarningDigest
    message: EmailMessage


def digests_send(*, today: date) -> int:
    """To everybody who has not got the one of the month; one that fails does not stop the others
    and is tried again on another day."""
    return sum(digest_send(user=user, today=today) for user in digest_readers(today))


def digest_send(*, user: User, today: date) -> bool:
    """Whether a mail went out. The claim is committed before the mail is given over: whatever
    breaks in between, a person rather gets none than two."""
    with transaction.atomic(durable=True):
        claim = digest_claim(actor=None, user=user, today=today)
    return claim is not None and _delivered(claim)


@recorded("early_warning.digest.claimed")
def digest_claim(*, actor: User | None, user: User, today: date) -> Claim | None:
    """None where there is nothing to say, no usable address, or it was sent or failed often
    enough. Two workers come one after the other; the reach is that of this moment."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    month = today.replace(day=1)
    row = WarningDigest.objects.filter(user=user, month=month).first()
    if row is not None and (row.sent_on is not None or row.failures >= TRIES):
        return None
    found = warning_month(user, today)
    if found.is_empty or not _usable(user):
        return None
    row = row or WarningDigest(user=user, month=month)
    row.sent_on, row.watched = today, found.watched
    row.save()
    return Claim(row, EmailMessage(_subject(found), digest_text(found, today), to=[user.email]))


@recorded("early_warning.digest.failed")
def digest_failed(
    *, actor: User | None, digest: WarningDigest, error: str, is_unclear: bool
) -> None:
    """It did not go out and may be tried again; where the line broke while it was given over it
    may have arrived, and counts as sent."""
    row = WarningDigest.objects.select_for_update().get(pk=digest.pk)
    row.failures += 1
    row.error = error[:LONGEST_ERROR]
    if not is_unclear:
        row.sent_on = None
    row.save()


def digest_text(found: WarningMonth, today: date) -> str:
    parts = [
        f"สรุปการเตือนภัยล่วงหน้าในขอบเขตของท่าน ณ วันที่ {format_date(today)}",
        _part(
            f"อยู่ในระดับเฝ้าระวัง {found.watched:,} แห่ง", [f"{n}: {c:,} แห่ง" for n, c in found.levels]
        ),
        _new(found.new),
        f"คำเตือนที่เกินกำหนดดำเนินการ {found.late:,} รายการ" if found.late else "",
        _clocks(found),
        "เปิดดูรายละเอียดได้ในระบบ หน้า “เตือนภัยล่วงหน้า”\nจดหมายนี้ส่งโดยระบบ ไม่ต้องตอบกลับ",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _subject(found: WarningMonth) -> str:
    """Counts only: no text that anybody typed stands in a header."""
    return f"เตือนภัยล่วงหน้าประจำเดือน: เฝ้าระวัง {found.watched:,} แห่ง เกินกำหนด {found.late:,} รายการ"


def _new(lines: Sequence[NewLine]) -> str:
    if not lines:
        return ""
    shown = [
        f"{_plain(line.name)} · {_plain(line.level)} ตั้งแต่ {format_date(line.since)}"
        for line in lines[:LINES_AT_MOST]
    ]
    left = len(lines) - len(shown)
    if left:
        shown.append(f"และอีก {left:,} แห่ง ดูได้ในระบบ")
    return _part(f"เข้าระดับหรือเปลี่ยนแปลงตั้งแต่เดือนก่อน {len(lines):,} แห่ง", shown)


def _clocks(found: WarningMonth) -> str:
    if not found.clocks:
        return ""
    month = format_date_long(found.first).split(maxsplit=1)[1]
    lines = [f"{kind.label} {count:,} รายการ" for kind, count in found.clocks]
    return _part(f"ครบกำหนดใน{month}", lines)


def _part(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(f"- {line}" for line in lines)])


def _plain(text: str) -> str:
    """On one line: a typed line break must not look like another entry."""
    return " ".join(without_directions(text).split())


def _usable(user: User) -> bool:
    try:
        validate_email(user.email)
    except ValidationError:
        logger.warning("warning digest without a usable address", user=user.pk)
        return False
    return True


def _delivered(claim: Claim) -> bool:
    server = get_connection()
    try:
        server.open()
    except (SMTPException, OSError) as error:
        return _told(claim, error, is_unclear=False)
    claim.message.connection = server
    try:
        claim.message.send()
    except NOT_TAKEN as error:
        return _told(claim, error, is_unclear=False)
    except (SMTPException, OSError) as error:
        return _told(claim, error, is_unclear=True)
    finally:
        server.close()
    return True


def _told(claim: Claim, error: Exception, *, is_unclear: bool) -> bool:
    logger.warning("warning digest not sent", user=claim.row.user_id, exc_info=error)
    words = f"{type(error).__name__}: {error}"
    digest_failed(actor=None, digest=claim.row, error=words, is_unclear=is_unclear)
    return False
