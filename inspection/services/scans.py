"""Signed papers that come back to a row: kept as received, served as a copy."""

from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cpd_portal.core.attachments import paper_from
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import store_file
from inspection.choices import PaperKind
from inspection.images import accepted, drawn_copy
from inspection.upload_limits import upload_limits


def scan_keep(*, actor: User, row: Any, upload: "UploadedFile[bytes]") -> None:
    """Fills the `scan` fields of a letter or an appointment, unsaved, in a service that is
    decorated with `stores_files`. Raises RuleViolation for a file that is no paper."""
    paper = paper_from(upload)
    kind = accepted(paper.content, PaperKind.PAPER, upload_limits())
    copy = drawn_copy(paper.content, PaperKind.PAPER, upload_limits())
    row.scan_name = str(PurePath(paper.name).with_suffix(kind.copy_suffix))
    row.scan_type = kind.content_type
    row.scan_sha256, row.scan_by, row.scan_at = paper.sha256, actor, timezone.now()
    store_file(row.scan, f"{row.pk}{paper.suffix}", ContentFile(paper.content))
    store_file(row.scan_copy, f"{row.pk}{kind.copy_suffix}", ContentFile(copy))
