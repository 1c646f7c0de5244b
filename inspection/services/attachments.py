"""Photos and papers come in once, with the hash that the device computed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.db.models import QuerySet, Sum
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.stored_files import store_file, stores_files
from inspection.checklists import questions_of
from inspection.choices import PaperKind, VisitState
from inspection.images import COPY_SUFFIXES, Accepted, accepted, drawn_copy
from inspection.models import Attachment, AttachmentDownload, Defect, Visit
from inspection.rules.defects import RECORDERS
from inspection.services.teams import require_in_team_then, visit_held
from inspection.upload_limits import UploadLimits, upload_limits

GIVEN_TWICE = "รหัสของแฟ้มนี้ใช้กับแฟ้มอื่นแล้ว ให้ส่งเป็นแฟ้มใหม่"
WRONG_HASH = "แฟ้มที่ได้รับไม่ตรงกับแฟ้มในเครื่อง อาจขาดระหว่างส่ง ให้ส่งใหม่"
USER_FULL = "ส่งแฟ้มครบโควตาของวันนี้แล้ว ส่งต่อได้พรุ่งนี้ หรือแจ้งผู้ดูแลระบบให้เพิ่มโควตา"
OFFICE_FULL = "หน่วยงานส่งแฟ้มครบโควตาของวันนี้แล้ว ส่งต่อได้พรุ่งนี้ หรือแจ้งผู้ดูแลระบบให้เพิ่มโควตา"
LOST = "ไม่พบแฟ้มนี้ในที่เก็บ กรุณาแจ้งผู้ดูแลระบบ"
LONGEST_TITLE = 200


@dataclass(frozen=True, kw_only=True)
class AttachmentValues:
    """Belongs to a visit, a defect, or both; `sha256` is of the bytes on the device."""

    id: UUID
    kind: PaperKind
    sha256: str
    title: str = ""
    question: str = ""
    visit: Visit | None = None
    defect: Defect | None = None
    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@stores_files
@recorded("inspection.attachment.stored")
def attachment_store(
    *,
    actor: User,
    values: AttachmentValues,
    upload: "File[bytes]",
    limits: UploadLimits | None = None,
) -> Attachment:
    """Once for an id: the same bytes again find what is stored. The name of the file is never
    looked at.

    Raises NotAllowed, InvalidInput (belongs to nothing), or RuleViolation (hash, kind, size,
    quota, the id belongs to another file).
    """
    _require_values(values)
    office = _require_place(actor, values)
    (stored,) = _store_all(actor, office, [(values, upload)], limits or upload_limits())
    return stored


@stores_files
@recorded("inspection.attachment.stored")
def attachments_store(
    *, actor: User, visit: Visit, files: "Sequence[tuple[AttachmentValues, File[bytes]]]"
) -> list[Attachment]:
    """Several of this visit, all or none, in the order given. Raises as `attachment_store`; what
    is wrong with one names its place among them, from 1."""
    of_visit = [(replace(values, visit=visit), upload) for values, upload in files]
    given = [values for values, _ in of_visit]
    for values in given:
        _require_values(values)
    office = _require_visit(actor, visit, given)
    return _store_all(actor, office, of_visit, upload_limits())


@stores_files
@recorded("inspection.attachment.seen")
def attachment_seen(*, actor: User, attachment: Attachment, request_id: str) -> bytes:
    """The served copy; who looked is kept. Raises RuleViolation (lost, broken)."""
    AttachmentDownload.objects.create(attachment=attachment, user=actor, request_id=request_id)
    return _copy(attachment)


@stores_files
@recorded("inspection.attachment.copied")
def attachment_copy(*, actor: User, attachment: Attachment) -> bytes:
    """The served copy, for a document. Raises RuleViolation (lost, broken)."""
    return _copy(attachment)


def _copy(row: Attachment) -> bytes:
    """Drawn when somebody looks for the first time, because a phone that comes back with the
    photos of a day shall not wait for it. Of two who look at once one keeps his copy."""
    try:
        if row.served:
            return _read(row.served)
        content = drawn_copy(_read(row.original), PaperKind(row.kind), upload_limits())
    except FileNotFoundError as error:
        raise RuleViolation(LOST) from error
    store_file(row.served, f"{row.pk}{COPY_SUFFIXES[row.content_type]}", ContentFile(content))
    drawn = str(row.served.name)
    if not Attachment.objects.filter(pk=row.pk, served="").update(served=drawn):
        row.served.storage.delete(drawn)
    return content


def _read(kept: "FieldFile") -> bytes:
    with kept.open("rb") as opened:
        content: bytes = opened.read()
    return content


def _require_place(actor: User, values: AttachmentValues) -> OrgUnit:
    """The office of what it belongs to, held so that one device's sends come one after another."""
    if values.visit is not None:
        return _require_visit(actor, values.visit, [values])
    if values.defect is None:
        raise InvalidInput([("/visit", "ระบุการตรวจหรือข้อบกพร่องที่แฟ้มนี้เป็นหลักฐาน")])
    defect = Defect.objects.select_for_update(of=("self",)).select_related("office")
    office: OrgUnit = defect.get(pk=values.defect.pk).office
    if not may_add_evidence(actor, office):
        raise NotAllowed(no_evidence_by_others(office))
    return office


def _require_visit(actor: User, visit: Visit, given: Sequence[AttachmentValues]) -> OrgUnit:
    held = visit_held(visit)
    require_in_team_then(actor, held, [one.taken_at or timezone.now() for one in given])
    if held.state not in (VisitState.STARTED, VisitState.FINISHED):
        raise RuleViolation(f"การตรวจนี้อยู่ในสถานะ “{held.get_state_display()}” จึงแนบแฟ้มไม่ได้")
    for one in given:
        if one.defect is not None and one.defect.institution_id != held.institution_id:
            raise InvalidInput([("/defect", "ข้อบกพร่องนี้เป็นของแห่งอื่น")])
    return held.office


def may_add_evidence(user: User, office: OrgUnit) -> bool:
    """To a defect, also outside a visit."""
    return user.has_role(*RECORDERS, at=office)


def no_evidence_by_others(office: OrgUnit) -> str:
    return f"แนบแฟ้มได้เฉพาะผู้ตรวจการ เจ้าหน้าที่ และหัวหน้าของ{office.name}"


def _require_values(values: AttachmentValues) -> None:
    errors = []
    if len(values.title) > LONGEST_TITLE:
        errors.append(("/title", f"คำอธิบายยาวเกิน {LONGEST_TITLE} ตัวอักษร"))
    questions = questions_of(values.visit.checklist) if values.visit else {}
    if values.question and values.visit and values.question not in questions:
        errors.append(("/question", f"ไม่มีข้อ {values.question} ในรายการตรวจของการตรวจนี้"))
    if values.kind not in PaperKind.values:
        errors.append(("/kind", "ไม่รู้จักชนิดของแฟ้มนี้"))
    if errors:
        raise InvalidInput(errors)


def _received(upload: "File[bytes]", limits: UploadLimits) -> bytes:
    content: bytes = upload.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise RuleViolation(too_large(limits))
    return content


def too_large(limits: UploadLimits) -> str:
    megabytes = limits.file_bytes // (1024 * 1024)
    return f"แฟ้มใหญ่เกิน {megabytes} MB ให้ถ่ายด้วยความละเอียดต่ำลง"


def _the_same(actor: User, stored: Attachment, values: AttachmentValues) -> Attachment:
    place = (values.visit and values.visit.pk, values.defect and values.defect.pk)
    same = (
        stored.uploaded_by_id == actor.pk
        and stored.sha256 == values.sha256.lower()
        and (stored.visit_id, stored.defect_id) == place
    )
    if not same:
        raise RuleViolation(GIVEN_TWICE)
    return stored


def _store_all(
    actor: User,
    office: OrgUnit,
    files: "Sequence[tuple[AttachmentValues, File[bytes]]]",
    limits: UploadLimits,
) -> list[Attachment]:
    """One file after the other, so that no more than one is read whole."""
    keys = [values.id for values, _ in files]
    known = {row.pk: row for row in Attachment.objects.filter(pk__in=keys)}
    if len(set(keys)) < len(keys):
        raise RuleViolation(GIVEN_TWICE)
    fresh = sum(upload.size for values, upload in files if values.id not in known)
    _require_quota(actor, office, fresh, limits)
    rows: list[Attachment] = []
    for position, (values, upload) in enumerate(files, start=1):
        try:
            rows.append(_one(actor, office, values, upload, known.get(values.id), limits))
        except RuleViolation as error:
            if len(files) == 1:
                raise
            raise RuleViolation(f"แฟ้มที่ {position}: {error.message}") from error
    Attachment.objects.bulk_create(row for row in rows if row.pk not in known)
    return rows


def _one(
    actor: User,
    office: OrgUnit,
    values: AttachmentValues,
    upload: "File[bytes]",
    known: Attachment | None,
    limits: UploadLimits,
) -> Attachment:
    content = _received(upload, limits)
    if sha256(content).hexdigest() != values.sha256.lower():
        raise RuleViolation(WRONG_HASH)
    if known is not None:
        return _the_same(actor, known, values)
    return _written(actor, office, values, content, accepted(content, values.kind, limits))


def _require_quota(actor: User, office: OrgUnit, size: int, limits: UploadLimits) -> None:
    """Nothing is asked where nothing was added."""
    if not size:
        return
    today = Attachment.objects.filter(uploaded_at__gte=_midnight())
    if _bytes(today.filter(uploaded_by=actor)) + size > limits.user_day_bytes:
        raise RuleViolation(USER_FULL)
    if _bytes(today.filter(office=office)) + size > limits.office_day_bytes:
        raise RuleViolation(OFFICE_FULL)


def _bytes(rows: "QuerySet[Attachment]") -> int:
    total: int | None = rows.aggregate(total=Sum("size"))["total"]
    return total or 0


def _written(
    actor: User, office: OrgUnit, values: AttachmentValues, content: bytes, kind: Accepted
) -> Attachment:
    row = Attachment(
        pk=values.id,
        office=office,
        visit=values.visit,
        question=values.question,
        defect=values.defect,
        kind=values.kind,
        title=values.title.strip(),
        content_type=kind.content_type,
        size=len(content),
        sha256=values.sha256.lower(),
        taken_at=values.taken_at,
        latitude=values.latitude,
        longitude=values.longitude,
        uploaded_by=actor,
    )
    store_file(row.original, f"{values.id}{kind.suffix}", ContentFile(content))
    return row


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
