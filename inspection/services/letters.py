"""Letters about defects: made, numbered from the office's register, the signed scan kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from coops.models import Institution
from coops.services.guards import require_version
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.guards import require_role
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import stores_files
from inspection.choices import DefectAct
from inspection.models import Defect, DefectLetter, DefectLetterItem, LetterDownload
from inspection.services.defects import defect_act
from inspection.services.scans import scan_keep

WRITERS = (Role.OFFICER, Role.INSPECTOR, Role.CHIEF)
NOTHING_CHOSEN = "เลือกข้อบกพร่องที่ยังแก้ไขไม่แล้วเสร็จอย่างน้อยหนึ่งรายการ"
NUMBER_USED = "เลขที่นี้ลงให้หนังสือแจ้งข้อบกพร่องฉบับอื่นของปีเดียวกันแล้ว ให้ตรวจกับทะเบียนหนังสือ"
HAS_NUMBER = "หนังสือฉบับนี้ลงเลขที่แล้ว หากเลขที่ผิดให้จัดทำหนังสือฉบับใหม่"
NEEDS_NUMBER = "ลงเลขที่และวันที่ของหนังสือก่อน แล้วจึงส่งฉบับลงนาม"
HAS_SCAN = "หนังสือฉบับนี้มีฉบับลงนามแล้ว ฉบับที่เก็บไว้เปลี่ยนไม่ได้"


@dataclass(frozen=True, kw_only=True)
class LetterValues:
    """About which defects, and by when the institution has to report."""

    defects: Collection[UUID]
    reply_by: date


@recorded("inspection.letter.made")
def letter_make(
    *, actor: User, institution: Institution, values: LetterValues, today: date
) -> DefectLetter:
    """Raises NotAllowed, or InvalidInput: nothing chosen, a defect that is cured or of another
    institution, a deadline that is not ahead."""
    require_role(actor, institution.office, *WRITERS)
    defects = list(
        Defect.objects.visible_to(actor)
        .uncured()
        .filter(institution=institution, pk__in=values.defects)
    )
    _require_values(values, len(defects), today)
    letter = DefectLetter.objects.create(
        institution=institution,
        office=institution.office,
        reply_by=values.reply_by,
        made_by=actor,
    )
    DefectLetterItem.objects.bulk_create(
        DefectLetterItem(letter=letter, defect=defect) for defect in defects
    )
    return letter


@recorded("inspection.letter.numbered")
def letter_number(
    *,
    actor: User,
    letter: DefectLetter,
    version: int,
    document_no: str,
    document_on: date,
    today: date,
) -> DefectLetter:
    """Number and day from the office's register; each defect's timeline names them.

    Raises NotAllowed, StaleObject, InvalidInput, or RuleViolation (numbered before, a defect is
    cured by now).
    """
    current = _held(letter, version)
    require_role(actor, current.office, *WRITERS)
    if current.document_no:
        raise RuleViolation(HAS_NUMBER)
    number = document_no.strip()
    _require_number(current, number, document_on, today)
    current.document_no, current.document_on, current.numbered_by = number, document_on, actor
    _store(current)
    for item in current.items.select_related("defect"):
        defect_act(
            actor=actor,
            defect=item.defect,
            act=DefectAct.LETTER_MADE,
            version=item.defect.version,
            document_no=number,
            document_on=document_on,
            until=current.reply_by,
            today=today,
        )
    return current


@stores_files
@recorded("inspection.letter.signed")
def letter_scan(
    *, actor: User, letter: DefectLetter, version: int, upload: "UploadedFile[bytes]"
) -> DefectLetter:
    """Keeps the signed paper as received, once, and the copy that is served.

    Raises NotAllowed, StaleObject, or RuleViolation: no number yet, a scan is there, a file that
    is no paper.
    """
    current = _held(letter, version)
    require_role(actor, current.office, *WRITERS)
    if not current.document_no:
        raise RuleViolation(NEEDS_NUMBER)
    if current.scan:
        raise RuleViolation(HAS_SCAN)
    scan_keep(actor=actor, row=current, upload=upload)
    _store(current)
    return current


@recorded("inspection.letter.downloaded")
def letter_record_download(*, actor: User, letter: DefectLetter, request_id: str) -> None:
    """Logs that somebody takes the signed scan; raises RuleViolation without one."""
    if not letter.scan:
        raise RuleViolation("หนังสือฉบับนี้ยังไม่มีฉบับลงนาม")
    LetterDownload.objects.create(
        letter=letter, user=actor, sha256=letter.scan_sha256, request_id=request_id
    )


def _held(letter: DefectLetter, version: int) -> DefectLetter:
    current: DefectLetter = (
        DefectLetter.objects.select_for_update(of=("self",))
        .select_related("office", "institution")
        .get(pk=letter.pk)
    )
    require_version(current, version)
    return current


def _store(letter: DefectLetter) -> None:
    letter.version += 1
    letter.save()


def _require_values(values: LetterValues, found: int, today: date) -> None:
    errors = []
    if not found or found != len(set(values.defects)):
        errors.append(("/defects", NOTHING_CHOSEN))
    if values.reply_by <= today:
        errors.append(("/reply_by", "วันที่ขอให้รายงานผลต้องอยู่หลังวันนี้"))
    if errors:
        raise InvalidInput(errors)


def _require_number(letter: DefectLetter, number: str, day: date, today: date) -> None:
    errors = []
    if not number:
        errors.append(("/document_no", "กรุณากรอกเลขที่หนังสือ"))
    elif _used(letter, number, day):
        errors.append(("/document_no", NUMBER_USED))
    if day > today:
        errors.append(("/document_on", "วันที่ของหนังสือต้องไม่อยู่ในอนาคต"))
    elif day >= letter.reply_by:
        errors.append(("/document_on", "วันที่ของหนังสือต้องอยู่ก่อนวันที่ขอให้รายงานผล"))
    if errors:
        raise InvalidInput(errors)


def _used(letter: DefectLetter, number: str, day: date) -> bool:
    """A register of letters starts anew each calendar year."""
    return bool(
        DefectLetter.objects.filter(
            office=letter.office, document_no=number, document_on__year=day.year
        ).exists()
    )
