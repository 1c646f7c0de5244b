"""Papers behind a result: in while it is open, out by its owner, every look is logged."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from cpd_portal.core.attachments import paper_from
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import store_file, stores_files
from kpis.models import Evidence, EvidenceDownload, KpiResult
from kpis.services.guards import FROZEN, held_submission, require_open, require_owner

NEEDS_TITLE = "ระบุว่าแฟ้มนี้เป็นหลักฐานเรื่องใด"
GIVEN_TWICE = "แฟ้มนี้แนบไว้แล้ว"
LONGEST_TITLE = 200
LOST = "ไม่พบแฟ้มนี้ในที่เก็บ กรุณาแจ้งผู้ดูแลระบบ"


@stores_files
@recorded("kpis.evidence.added")
def evidence_add(
    *, actor: User, result: KpiResult, title: str, upload: "UploadedFile[bytes]"
) -> Evidence:
    """A PDF, JPEG or PNG, told by its bytes. Raises NotAllowed, InvalidInput, RuleViolation."""
    held = _open_result(actor, result)
    words = title.strip()
    if not words or len(words) > LONGEST_TITLE:
        raise InvalidInput([("/title", NEEDS_TITLE)])
    paper = paper_from(upload)
    if held.evidence.filter(sha256=paper.sha256).exists():
        raise RuleViolation(GIVEN_TWICE)
    evidence = Evidence(
        result=held,
        title=words,
        file_name=paper.name,
        file_type=paper.content_type,
        size=len(paper.content),
        sha256=paper.sha256,
        uploaded_by=actor,
    )
    name = f"{held.pk}-{paper.sha256[:16]}{paper.suffix}"
    store_file(evidence.file, name, ContentFile(paper.content))
    evidence.save(force_insert=True)
    return evidence


@recorded("kpis.evidence.removed")
def evidence_remove(*, actor: User, evidence: Evidence) -> None:
    """The row goes, its events stay. Raises NotAllowed or RuleViolation."""
    _open_result(actor, evidence.result)
    evidence.delete()


@recorded("kpis.evidence.downloaded")
def evidence_taken(*, actor: User, evidence: Evidence, request_id: str) -> bytes:
    """The file; who took it is kept. Raises RuleViolation where the store has lost it."""
    EvidenceDownload.objects.create(
        evidence=evidence, user=actor, sha256=evidence.sha256, request_id=request_id
    )
    try:
        with evidence.file.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise RuleViolation(LOST) from error
    return content


def _open_result(actor: User, result: KpiResult) -> KpiResult:
    require_owner(actor, result.kpi)
    require_open(held_submission(result.kpi, result.round))
    current: KpiResult = KpiResult.objects.select_for_update().get(pk=result.pk)
    if current.is_frozen:
        raise RuleViolation(FROZEN)
    return current
