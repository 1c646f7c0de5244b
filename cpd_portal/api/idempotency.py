"""Idempotency-Key: a write sent again is answered again, not done again.

The record of a key is inserted first, in the transaction that does the work. A second
request with the key waits at the unique constraint until the first has committed (then it
gets the same answer) or rolled back (then it does the work itself).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from psycopg2.errors import LockNotAvailable
from rest_framework.request import Request

from cpd_portal.api.exceptions import IdempotencyKeyReused, MalformedRequest, RequestInProgress
from cpd_portal.api.models import IdempotencyRecord
from cpd_portal.core.models import User

LIFETIME = timedelta(hours=24)
WAIT_MILLISECONDS = 10_000
_KEY = re.compile(r"[!-~]{1,255}")


@dataclass(frozen=True)
class KeyedRequest:
    user: User
    key: str
    method: str
    path: str
    body_sha256: str

    @property
    def fingerprint(self) -> dict[str, str]:
        return {"method": self.method, "path": self.path, "body_sha256": self.body_sha256}


def keep_body(request: Request) -> None:
    """To be called before authentication: the CSRF check of a session reads the stream, after
    which nothing would be left for the fingerprint."""
    if "Idempotency-Key" in request.headers:
        _ = request._request.body


def keyed(request: Request) -> KeyedRequest | None:
    """The request with its key, or None without one. Raises MalformedRequest for a bad key."""
    key = request.headers.get("Idempotency-Key")
    if key is None or not isinstance(request.user, User):
        return None
    if not _KEY.fullmatch(key):
        raise MalformedRequest(
            "Idempotency-Key ต้องยาว 1 ถึง 255 ตัวอักษร ใช้ได้เฉพาะ ASCII ที่มองเห็นและไม่มีช่องว่าง"
        )
    return KeyedRequest(
        user=request.user,
        key=key,
        method=str(request.method),
        path=request.get_full_path(),
        body_sha256=sha256(request._request.body).hexdigest(),
    )


def answer_once(request: KeyedRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The stored answer to this key, or the answer of `work`, which is then stored.

    `work` returns a rendered response. Refusals (4xx) are stored as well; a failure (5xx)
    is not, and what was written before it is rolled back.
    """
    with transaction.atomic():
        record, first = _claim(request)
        if not first:
            return _replay(record, request)
        response = work()
        if response.status_code >= 500:
            transaction.set_rollback(True)
        else:
            record.keep(response)
        return response


def _claim(request: KeyedRequest) -> tuple[IdempotencyRecord, bool]:
    """The record of the key and whether this request made it."""
    records = IdempotencyRecord.objects.filter(user=request.user, key=request.key)
    try:
        with transaction.atomic(), _lock_timeout():
            records.filter(created_at__lt=timezone.now() - LIFETIME).delete()
            return IdempotencyRecord.objects.get_or_create(
                user=request.user, key=request.key, defaults=request.fingerprint
            )
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise RequestInProgress("คำขอที่ใช้คีย์นี้ยังทำไม่เสร็จ กรุณาลองใหม่ภายหลัง") from error
        raise


@contextmanager
def _lock_timeout() -> Iterator[None]:
    """A second request waits this long for the first; the work itself is not limited."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [WAIT_MILLISECONDS])
        yield
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def _replay(record: IdempotencyRecord, request: KeyedRequest) -> HttpResponse:
    stored = {name: getattr(record, name) for name in request.fingerprint}
    if stored != request.fingerprint:
        raise IdempotencyKeyReused()
    return record.replay()
