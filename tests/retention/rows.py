"""Old working rows, and policies that somebody signed."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from cpd_portal.core.documents.models import Document, DownloadLog
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.imports.models import Import, PlannedRow
from cpd_portal.core.models import NotificationRead, OrgUnit, SentDigest, User
from cpd_portal.core.retention.figures import RETENTION_CODE


def an_import(user: User, days_old: int, state: str = "checked") -> Import:
    moment = timezone.now() - timedelta(days=days_old)
    made = Import(
        form="coops.strength",
        office=OrgUnit.objects.get(code="50"),
        fiscal_year=2567,
        file_name=f"คะแนน-{days_old}.xlsx",
        sha256="0" * 64,
        size=10,
        state=state,
        rows=1,
        changed=1,
        unchanged=0,
        errors=0,
        warnings=0,
        requester=user,
        confirmed_at=moment if state == "confirmed" else None,
    )
    if state != "confirmed":
        made.file.save(f"{uuid4()}.xlsx", ContentFile(b"rows"), save=False)
    made.save()
    Import.objects.filter(pk=made.pk).update(created_at=moment)
    PlannedRow.objects.create(
        of=made,
        target=None,
        version=0,
        sheet="คะแนน",
        row=2,
        title="สหกรณ์",
        values={},
        differences=[],
        before="",
        after="",
    )
    made.refresh_from_db()
    return made


def a_document(user: User, days_old: int, *, taken: bool) -> Document:
    made: Document = Document.objects.create(
        report="core.test", title="รายงานทดสอบ", format="pdf", requester=user, status="done"
    )
    moment = timezone.now() - timedelta(days=days_old)
    Document.objects.filter(pk=made.pk).update(created_at=moment)
    if taken:
        DownloadLog.objects.create(user=user, document=made, sha256="0" * 64, request_id="r")
    return made


def a_notification_read(user: User, days_old: int) -> NotificationRead:
    made: NotificationRead = NotificationRead.objects.create(
        user=user,
        source="core.report-ready",
        key=str(uuid4()),
        at=timezone.now() - timedelta(days=days_old),
    )
    return made


def a_digest(user: User, days_old: int) -> SentDigest:
    day = timezone.localdate() - timedelta(days=days_old)
    made: SentDigest = SentDigest.objects.create(
        user=user, digest="core.notifications", period=day, sent_on=day
    )
    return made


def policies_signed(signer: User, **days: int | None) -> FigureVersion:
    """The shipped policies, or other days by kind (`imports=30`), as signed."""
    held = version_in_force(RETENTION_CODE)
    assert held is not None
    policies = [
        {**row, "days": days.get(row["kind"].split(".")[1].replace("-", "_"), row["days"])}
        for row in held.content["policies"]
    ]
    held.state = FigureState.SUPERSEDED
    held.save()
    made: FigureVersion = FigureVersion.objects.create(
        set_code=RETENTION_CODE,
        number=held.number + 1,
        content={"policies": policies},
        sha256="1" * 64,
        state=FigureState.IN_FORCE,
        source="ทดสอบ",
        signed_by=signer,
        signed_at=timezone.now(),
        effects=[],
    )
    return made
