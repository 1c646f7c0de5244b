"""Sending digests: plain text, once for a person and period."""

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
from cpd_portal.core.digests.kinds import Digest
from cpd_portal.core.digests.models import SentDigest
from cpd_portal.core.digests.selectors import barred, digest_readers, digest_refused
from cpd_portal.core.models import User

logger = structlog.get_logger(__name__)

LONGEST_ERROR = 300
NOT_TAKEN = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)
"""The server said no: nothing was delivered."""


@dataclass(frozen=True)
class Claim:
    """A mail that nobody else sends any more."""

    row: SentDigest
    message: EmailMessage


def digests_send(digest: Digest, *, today: date) -> int:
    """To everybody who is due one; how many were sent. One that fails does not stop the others
    and is tried once more when all have had theirs: a server that is restarted is there again
    soon."""
    sent = sum(digest_send(digest, user=one, today=today) for one in digest_readers(digest, today))
    failed = digest_refused(digest, today)
    return sent + sum(digest_send(digest, user=one, today=today) for one in failed)


def digest_send(digest: Digest, *, user: User, today: date) -> bool:
    """Whether a mail went out. The claim is committed before (`durable` refuses a transaction
    around it, so that nothing takes it back after the mail is away): whatever breaks in between,
    a person rather gets none than two."""
    with transaction.atomic(durable=True):
        claim = digest_claim(digest, actor=None, user=user, today=today)
    return claim is not None and _delivered(claim)


@recorded("core.digest.claimed")
def digest_claim(digest: Digest, *, actor: User | None, user: User, today: date) -> Claim | None:
    """None where there is nothing to say, no usable address, or it was sent or failed often
    enough. Two workers come one after the other; the reach is that of this moment."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)
    if barred(digest, today).filter(user=user).exists():
        return None
    letter = digest.letter(user, today)
    if letter is None or not _usable(user):
        return None
    row, _ = SentDigest.objects.update_or_create(
        user=user,
        digest=digest.code,
        period=digest.period(today),
        defaults={"sent_on": today, "items": letter.items},
    )
    return Claim(row, EmailMessage(letter.subject, letter.body, to=[user.email]))


@recorded("core.digest.failed")
def digest_failed(*, actor: User | None, digest: SentDigest, error: str, is_unclear: bool) -> None:
    """It did not go out and may be tried again; where the line broke while it was given over it
    may have arrived, and counts as sent."""
    row = SentDigest.objects.select_for_update().get(pk=digest.pk)
    row.failures += 1
    row.error = error[:LONGEST_ERROR]
    if not is_unclear:
        row.sent_on = None
    row.save()


def _usable(user: User) -> bool:
    try:
        validate_email(user.email)
    except ValidationError:
        logger.warning("digest without a usable address", user=user.pk)
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
    logger.warning(
        "digest not sent", digest=claim.row.digest, user=claim.row.user_id, exc_info=error
    )
    words = f"{type(error).__name__}: {error}"
    digest_failed(actor=None, digest=claim.row, error=words, is_unclear=is_unclear)
    return False
