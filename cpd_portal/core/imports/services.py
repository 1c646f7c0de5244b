"""Checking an uploaded spreadsheet, and confirming what it changes: all of it or nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cpd_portal.core.audit import audit_context, recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.imports import limits
from cpd_portal.core.imports.choices import ImportState, Level
from cpd_portal.core.imports.models import Import, PlannedRow
from cpd_portal.core.imports.querysets import ImportQuerySet
from cpd_portal.core.imports.reading import TOO_LARGE, Contents, read_file
from cpd_portal.core.imports.registry import ImportForm, import_form
from cpd_portal.core.imports.staging import Row, copy_into
from cpd_portal.core.imports.table import Finding, Outcome, PlannedChange, SheetRow
from cpd_portal.core.models.people import User
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.core.stored_files import store_file, stores_files
from cpd_portal.core.uncollected import uncollected
from cpd_portal.thai.dates import format_datetime

NOTHING_CHANGES = "แฟ้มนี้ไม่มีค่าใดต่างจากที่บันทึกไว้ จึงไม่มีอะไรให้นำเข้า"


@uncollected()
@stores_files
@recorded("core.import.checked")
def import_check(
    *,
    actor: User,
    form: ImportForm,
    office: OrgUnit,
    fiscal_year: int,
    upload: "UploadedFile[bytes]",
) -> Import:
    """Reads and checks the file and keeps what confirming it would do; nothing else is stored.

    Raises NotAllowed, or RuleViolation when entry is closed or the file cannot be opened.
    """
    require_import_role(actor, form, office)
    form.refuse_closed(actor, office, fiscal_year)
    if (upload.size or 0) > limits.MAX_FILE_BYTES:
        raise RuleViolation(TOO_LARGE)
    content, name = upload.read(), PurePath(upload.name or "").name
    contents = read_file(name, content, form.sheets(office, fiscal_year))
    digest = sha256(content).hexdigest()
    earlier = Import.objects.of(form.code, office.pk, fiscal_year)
    outcome = form.check(office, fiscal_year, contents.rows)
    findings = [*contents.findings, *outcome.findings, *_seen_before(earlier.confirmed(), digest)]
    replaced = list(earlier.unconfirmed())
    checked = _record(findings, contents, outcome)
    checked.form, checked.office, checked.fiscal_year = form.code, office, fiscal_year
    checked.requester, checked.file_name = actor, name[-200:]
    checked.sha256, checked.size = digest, len(content)
    suffix = PurePath(name).suffix.lower()
    store_file(checked.file, f"{checked.pk}{suffix}", ContentFile(content))
    checked.save(force_insert=True)
    if checked.state == ImportState.CHECKED:
        copy_into(PlannedRow, _planned(checked, outcome.changes))
    for old in replaced:
        _close(old, ImportState.REPLACED)
        old.planned_rows.all().delete()
    return checked


@uncollected()
def import_confirm(*, actor: User, checked: Import) -> Import:
    """Writes the checked changes, once; confirming again changes nothing.

    The events of the changed rows carry the action of the form, and the file as the reason.
    Raises NotAllowed, or RuleViolation: entry is closed, the file has errors or was replaced,
    a row was changed since the check.
    """
    form = import_form(checked.form)
    reason = f"นำเข้าจากแฟ้ม {checked.file_name} (SHA-256 {checked.sha256[:12]})"
    with transaction.atomic(), audit_context(form.action, actor, reason):
        current: Import = Import.objects.select_for_update(of=("self",)).get(pk=checked.pk)
        require_import_role(actor, form, current.office)
        if current.requester_id != actor.pk:
            raise NotAllowed("ผู้ที่เลือกแฟ้มต้องเป็นผู้ยืนยันเอง เพื่อให้ทราบว่าใครเป็นผู้บันทึกข้อมูล")
        if current.state == ImportState.CONFIRMED:
            return current
        _require_confirmable(current)
        form.refuse_closed(actor, current.office, current.fiscal_year)
        form.write(actor, current.planned)
        current.confirmed_at = timezone.now()
        _close(current, ImportState.CONFIRMED)
    return current


def refused(checked: Import) -> list[tuple[SheetRow, str]]:
    """The rows of the kept file that have errors, each with its messages; none when the file
    is gone."""
    if not checked.file:
        return []
    form = import_form(checked.form)
    with checked.file.open("rb") as file:
        sheets = form.sheets(checked.office, checked.fiscal_year)
        contents = read_file(checked.file.name or "", file.read(), sheets)
    messages = defaultdict(list)
    for finding in checked.findings:
        if finding["level"] == Level.ERROR:
            where = f"{finding['column']}: " if finding["column"] else ""
            messages[finding["sheet"], finding["row"]].append(where + finding["message"])
    return [
        (row, " · ".join(messages[row.sheet.name, row.number]))
        for row in contents.rows
        if (row.sheet.name, row.number) in messages
    ]


def _record(findings: list[Finding], contents: Contents, outcome: Outcome) -> Import:
    errors = sum(finding.level == Level.ERROR for finding in findings)
    findings.sort(key=lambda finding: finding.level != Level.ERROR)
    return Import(
        state=ImportState.REJECTED if errors else ImportState.CHECKED,
        rows=len(contents.rows),
        changed=len(outcome.changes),
        created=sum(change.is_new for change in outcome.changes),
        unchanged=outcome.unchanged,
        errors=errors,
        warnings=len(findings) - errors,
        findings=[finding.as_json() for finding in findings[: limits.MAX_FINDINGS]],
        titles=list(
            dict.fromkeys(title for row in outcome.changes for title, *_ in row.differences)
        ),
    )


def _planned(checked: Import, changes: Sequence[PlannedChange]) -> Iterator[Row]:
    position = {title: place for place, title in enumerate(checked.titles)}
    for change in changes:
        yield {
            "of_id": checked.pk,
            "target": change.pk,
            "version": change.version,
            "sheet": change.sheet,
            "row": change.row,
            "title": change.title,
            "values": change.values,
            "differences": [(position[title], old, new) for title, old, new in change.differences],
            "before": change.before,
            "after": change.after,
        }


def _seen_before(confirmed: ImportQuerySet, digest: str) -> list[Finding]:
    before = confirmed.filter(sha256=digest).select_related("requester").first()
    if before is None:
        return []
    when = format_datetime(before.confirmed_at)
    message = f"แฟ้มเดียวกันนี้นำเข้าแล้วโดย {before.requester} เมื่อ {when}"
    return [Finding(message, level=Level.WARNING)]


def _close(row: Import, state: ImportState) -> None:
    """The file goes when the transaction holds; what was planned is no longer needed."""
    name, storage = row.file.name, row.file.storage
    row.state, row.file = state, ""
    row.save(update_fields=["state", "file", "confirmed_at"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def require_import_role(actor: User, form: ImportForm, office: OrgUnit) -> None:
    """Raises NotAllowed for a person without one of the form's roles at that very unit."""
    if not actor.has_role(*form.roles, at=office):
        names = "หรือ".join(str(role.label) for role in Role if role in form.roles)
        raise NotAllowed(f"ต้องเป็น{names}ของ{office.name}จึงจะนำเข้าข้อมูลได้")


def _require_confirmable(current: Import) -> None:
    if current.state == ImportState.REPLACED:
        raise RuleViolation("มีการเลือกแฟ้มใหม่หลังจากแฟ้มนี้แล้ว กรุณายืนยันแฟ้มล่าสุด")
    if current.state == ImportState.REJECTED:
        raise RuleViolation("แฟ้มนี้ยังมีข้อผิดพลาด กรุณาแก้ไขแล้วเลือกแฟ้มใหม่")
    if not current.changed:
        raise RuleViolation(NOTHING_CHANGES)
