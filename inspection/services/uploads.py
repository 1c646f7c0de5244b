"""Files that come in parts over a bad line: kept beside the store until they are whole.

Nothing of them is a record yet: a part sent again is the same bytes at the same place.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import User
from inspection.services.attachments import too_large
from inspection.upload_limits import upload_limits

OTHER_BYTES = "ส่วนนี้ไม่ตรงกับที่ได้รับแล้ว ให้ส่งใหม่ตั้งแต่ต้นด้วยรหัสใหม่"
NOTHING_THERE = "ยังไม่ได้รับส่วนใดของแฟ้มนี้ ให้ส่งใหม่ตั้งแต่ต้น"
TOO_MANY = "มีแฟ้มที่ส่งค้างอยู่มากเกินไป ให้ส่งแฟ้มที่ค้างให้ครบก่อน"
MOST_BYTES = 500 * 1024 * 1024
KEPT_SECONDS = 7 * 24 * 60 * 60


def upload_received(*, actor: User, key: UUID) -> int:
    """How many bytes from the start are here."""
    try:
        return _place(actor, key).stat().st_size
    except FileNotFoundError:
        return 0


def upload_part(*, actor: User, key: UUID, offset: int, content: bytes) -> int:
    """How many bytes are here after it. Sent again it changes nothing; one that would leave a
    gap is not kept, and the answer says where to go on.

    Raises RuleViolation (other bytes at that place, too large, too much waiting).
    """
    limits = upload_limits()
    if offset + len(content) > limits.file_bytes:
        raise RuleViolation(too_large(limits))
    if _waiting_bytes(actor) + len(content) > MOST_BYTES:
        raise RuleViolation(TOO_MANY)
    with _held(_place(actor, key)) as kept:
        size = kept.seek(0, os.SEEK_END)
        if offset > size:
            return size
        kept.seek(offset)
        if not content.startswith(kept.read(len(content))):
            raise RuleViolation(OTHER_BYTES)
        kept.seek(offset)
        kept.write(content)
        return max(size, offset + len(content))


def upload_whole(*, actor: User, key: UUID) -> "File[bytes]":
    """What has come. Empty where it was taken before: the store then knows the id and the hash.
    Raises RuleViolation where nothing came."""
    try:
        return ContentFile(_place(actor, key).read_bytes())
    except FileNotFoundError as error:
        raise RuleViolation(NOTHING_THERE) from error


def upload_forget(*, actor: User, key: UUID) -> None:
    """Only once what was made of it is committed."""
    place = _place(actor, key)
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def uploads_expire(*, now: float | None = None) -> int:
    """Parts that nobody went on with for a week; how many."""
    limit = (now or time.time()) - KEPT_SECONDS
    old = [path for path in _folder().glob("*/*") if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "inspection" / "parts"


def _place(actor: User, key: UUID) -> Path:
    """Each person has his own: nobody else's parts can be reached."""
    return _folder() / str(actor.pk) / str(key)


def _waiting_bytes(actor: User) -> int:
    folder = _folder() / str(actor.pk)
    return sum(path.stat().st_size for path in folder.glob("*"))


@contextmanager
def _held(place: Path) -> "Iterator[IO[bytes]]":
    """Two sends of one part come one after the other."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        yield kept
