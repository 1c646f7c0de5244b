"""Uploaded papers: what may come in, told by the bytes and not by the name."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile

from cpd_portal.core.exceptions import RuleViolation

MAX_BYTES = 10 * 1024 * 1024
TOO_LARGE = "แฟ้มใหญ่เกิน 10 MB ให้สแกนใหม่ด้วยความละเอียดต่ำลง"
EMPTY = "แฟ้มว่าง ให้เลือกแฟ้มใหม่"
NOT_A_PAPER = "รับเฉพาะแฟ้ม PDF, JPEG หรือ PNG ให้สแกนหรือบันทึกเป็นชนิดเหล่านี้ก่อน"
# First bytes, suffix, content type.
KINDS = (
    (b"%PDF-", ".pdf", "application/pdf"),
    (b"\xff\xd8\xff", ".jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", ".png", "image/png"),
)
LONGEST_NAME = 200


@dataclass(frozen=True)
class Paper:
    """A checked file: its bytes, a name to show, the suffix and type that its bytes say."""

    content: bytes
    name: str
    suffix: str
    content_type: str

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def paper_from(upload: "UploadedFile[bytes]") -> Paper:
    """Raises RuleViolation for a file that is empty, too large or of another kind."""
    if (upload.size or 0) > MAX_BYTES:
        raise RuleViolation(TOO_LARGE)
    content = upload.read()
    if not content:
        raise RuleViolation(EMPTY)
    for start, suffix, content_type in KINDS:
        if content.startswith(start):
            return Paper(content, _shown_name(upload.name or "", suffix), suffix, content_type)
    raise RuleViolation(NOT_A_PAPER)


def _shown_name(name: str, suffix: str) -> str:
    """Without folders and control characters, ending as the bytes say."""
    stem = PurePath(name.replace("\\", "/")).stem
    clean = "".join(letter for letter in stem if letter.isprintable() and letter not in '/:*?"<>|')
    return f"{clean.strip()[: LONGEST_NAME - len(suffix)] or 'เอกสาร'}{suffix}"
