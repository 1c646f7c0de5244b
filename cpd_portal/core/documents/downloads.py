"""Handing out a file: logged, with its Thai name, never guessed at by the browser."""

import structlog
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from cpd_portal.core.documents.choices import CONTENT_TYPES, Format
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.services import document_record_download
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models.people import User


def download_response(user: User, document: Document) -> FileResponse:
    """The file of a document that the user may see; raises RuleViolation without a file."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    with transaction.atomic():
        document_record_download(actor=user, document=document, request_id=str(request_id))
        file = _open(document)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=document.file_name,
        content_type=CONTENT_TYPES[Format(document.format)],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _open(document: Document) -> FieldFile:
    """What the store has lost nobody took: the log of the download is rolled back with this."""
    try:
        return document.file.open("rb")
    except FileNotFoundError as error:
        raise RuleViolation("ไม่พบแฟ้มของเอกสารนี้ในที่เก็บ กรุณาขอใหม่") from error
