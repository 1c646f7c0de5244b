"""Files that prove a report."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cpd_portal.core.attachments import paper_from
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Quarter
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import store_file, stores_files
from strategy.models import Evidence, EvidenceDownload
from strategy.services.place import Place, held_report


@stores_files
@recorded("strategy.evidence.attached")
def evidence_attach(
    *, actor: User, place: Place, upload: "UploadedFile[bytes]", title: str = ""
) -> Evidence:
    """Raises NotAllowed, or RuleViolation: closed, or a file that is no paper or picture."""
    report = held_report(actor, place)
    paper = paper_from(upload)
    if report.evidence.standing().filter(sha256=paper.sha256).exists():
        raise RuleViolation("แฟ้มนี้แนบไว้แล้ว")
    evidence = Evidence(
        report=report,
        title=title.strip()[:200],
        file_name=paper.name,
        file_type=paper.content_type,
        size=len(paper.content),
        sha256=paper.sha256,
        uploaded_by=actor,
    )
    store_file(evidence.file, f"evidence{paper.suffix}", ContentFile(paper.content))
    evidence.save(force_insert=True)
    return evidence


@recorded("strategy.evidence.withdrawn")
def evidence_withdraw(*, actor: User, evidence: Evidence) -> Evidence:
    """While the form is open; the file stays, marked. Raises NotAllowed or RuleViolation."""
    report = evidence.report
    place = Place(report.project, report.unit, report.fiscal_year, Quarter.of(report.quarter))
    held_report(actor, place)
    current = Evidence.objects.get(pk=evidence.pk)
    if current.withdrawn_at is None:
        current.withdrawn_by, current.withdrawn_at = actor, timezone.now()
        current.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return current


@recorded("strategy.evidence.downloaded")
def evidence_record_download(*, actor: User, evidence: Evidence, request_id: str) -> None:
    EvidenceDownload.objects.create(evidence=evidence, user=actor, request_id=request_id)
