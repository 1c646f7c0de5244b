"""Keeping a list of the auditing department, comparing it by set, settling differences."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.utils import timezone

from coops.choices import MismatchDecision, MismatchKind, MismatchState
from coops.imports.auditor_list import ListLine, read_list
from coops.models import AuditorList, AuditorListRow, Institution, Mismatch
from coops.services.comparing import COMPARE
from coops.services.guards import require_entry_role, require_national_keeper, require_version
from coops.services.papers import FUTURE
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, PortalError, RuleViolation
from cpd_portal.core.imports import limits
from cpd_portal.core.imports.choices import Level
from cpd_portal.core.imports.reading import TOO_LARGE
from cpd_portal.core.imports.table import Finding
from cpd_portal.core.models import User
from cpd_portal.thai.searching import search_key

ROWS_PER_INSERT = 2_000


class UnreadableList(PortalError):
    """Rows that cannot be compared; nothing was stored."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"แฟ้มนี้ต้องแก้ไขก่อน {len(findings)} ข้อ ยังไม่ได้บันทึก")
        self.findings = findings


@recorded("coops.auditor_list.compared")
def auditor_list_compare(
    *, actor: User, as_of: date, upload: "UploadedFile[bytes]"
) -> AuditorList:
    """Stores the list with its SHA-256 and renews the work list; settled differences that show
    the same two values stay settled.

    Raises NotAllowed, InvalidInput, RuleViolation or UnreadableList.
    """
    require_national_keeper(actor)
    if as_of > timezone.localdate():
        raise InvalidInput([("/as_of", FUTURE)])
    if (upload.size or 0) > limits.MAX_FILE_BYTES:
        raise RuleViolation(TOO_LARGE)
    content, name = upload.read(), PurePath(upload.name or "").name
    digest = sha256(content).hexdigest()
    _require_newer(as_of, digest)
    lines, findings = read_list(name, content)
    errors = [finding for finding in findings if finding.level == Level.ERROR]
    if errors:
        raise UnreadableList(errors)
    found = AuditorList.objects.create(
        as_of=as_of, file_name=name, sha256=digest, rows=len(lines), uploaded_by=actor
    )
    store_lines(found, lines)
    compare_with_register(found)
    return found


def _require_newer(as_of: date, digest: str) -> None:
    latest = AuditorList.objects.first()
    if latest is None:
        return
    if as_of < latest.as_of:
        raise InvalidInput([("/as_of", "มีรายชื่อที่ใหม่กว่านี้แล้ว จึงไม่เทียบกับรายชื่อเก่า")])
    if (digest, as_of) == (latest.sha256, latest.as_of):
        raise RuleViolation("แฟ้มเดียวกันนี้เทียบไว้แล้ว")


def store_lines(found: AuditorList, lines: Sequence[ListLine]) -> None:
    AuditorListRow.objects.bulk_create(
        (
            AuditorListRow(
                auditor_list=found,
                number=line.number,
                registration_no=line.registration_no,
                registration_search=line.key,
                name=line.name,
                name_search=search_key(line.name),
                province_id=line.province_id,
                standing=line.standing,
                year_end_month=line.year_end[0] if line.year_end else None,
                year_end_day=line.year_end[1] if line.year_end else None,
            )
            for line in lines
        ),
        batch_size=ROWS_PER_INSERT,
    )


def compare_with_register(found: AuditorList) -> int:
    """By set, in the database; how many differences the list shows."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, {"list": found.pk, "is_sample": found.is_sample})
    return Mismatch.objects.of_list(found).count()


@recorded("coops.mismatch.settled")
def mismatch_settle(
    *, actor: User, mismatch: Mismatch, version: int, decision: str, reason: str
) -> Mismatch:
    """By the office of the institution; without an office, by headquarters. That the register
    was corrected is checked against it.

    Raises NotAllowed, StaleObject or InvalidInput.
    """
    current: Mismatch = (
        Mismatch.objects.select_for_update(of=("self",))
        .select_related("office", "institution")
        .get(pk=mismatch.pk)
    )
    if current.office is None:
        require_national_keeper(actor)
    else:
        require_entry_role(actor, current.office)
    require_version(current, version)
    _require_decision(current, decision, reason)
    current.state, current.decision = MismatchState.SETTLED, decision
    current.reason = reason.strip()
    current.settled_by, current.settled_at = actor, timezone.now()
    current.version += 1
    current.save()
    return current


@recorded("coops.mismatch.reopened")
def mismatch_reopen(*, actor: User, mismatch: Mismatch, version: int) -> Mismatch:
    """Takes a decision back; the audit trail keeps it. Raises NotAllowed or StaleObject."""
    current: Mismatch = (
        Mismatch.objects.select_for_update(of=("self",))
        .select_related("office")
        .get(pk=mismatch.pk)
    )
    if current.office is None:
        require_national_keeper(actor)
    else:
        require_entry_role(actor, current.office)
    require_version(current, version)
    current.state, current.decision, current.reason = MismatchState.OPEN, "", ""
    current.settled_by = current.settled_at = None
    current.version += 1
    current.save()
    return current


def _require_decision(current: Mismatch, decision: str, reason: str) -> None:
    errors = []
    if decision not in MismatchDecision.values:
        errors.append(("/decision", "กรุณาเลือกผล"))
    elif decision == MismatchDecision.CORRECTED and not _agrees(current):
        errors.append(("/decision", "ทะเบียนนี้ยังไม่ตรงกับรายชื่อ ให้แก้ทะเบียนก่อน"))
    if not reason.strip():
        errors.append(("/reason", "กรุณากรอกเหตุผล"))
    if errors:
        raise InvalidInput(errors)


def _agrees(mismatch: Mismatch) -> bool:
    """Whether the register now says what the list says."""
    rows = Institution.objects.filter(registration_search=mismatch.registration_search)
    if mismatch.kind == MismatchKind.NAME:
        return rows.filter(name_search=search_key(mismatch.there)).exists()
    if mismatch.kind == MismatchKind.STANDING:
        return rows.filter(standing=mismatch.there).exists()
    if mismatch.kind == MismatchKind.YEAR_END:
        month, day = map(int, mismatch.there.split("-"))
        days = (28, 29) if (month, day) == (2, 29) else (day,)
        return rows.filter(
            accounting_year_end_month=month, accounting_year_end_day__in=days
        ).exists()
    if mismatch.kind == MismatchKind.ONLY_THERE:
        return rows.exists()
    return not rows.exclude(standing="struck_off").exists()
