"""What every act of the register needs: its date of effect, its document, its institution held
as it was seen."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from coops.models import Institution
from coops.services.guards import require_version
from cpd_portal.core.exceptions import InvalidInput

FUTURE = "วันที่ต้องไม่อยู่ในอนาคต ให้บันทึกเมื่อถึงวันที่มีผล"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Since when something is so, and the document that says it."""

    effective_on: date
    document_no: str
    document_date: date
    note: str = ""

    def columns(self) -> dict[str, object]:
        return {
            "effective_on": self.effective_on,
            "document_no": self.document_no.strip(),
            "document_date": self.document_date,
            "note": self.note.strip(),
        }


def held(institution: Institution, version: int) -> Institution:
    """The row as it is now, until the end of the transaction. Raises StaleObject."""
    current: Institution = (
        Institution.objects.select_for_update(of=("self",))
        .select_related("office__province", "type")
        .get(pk=institution.pk)
    )
    require_version(current, version)
    return current


def store(institution: Institution, *names: str) -> None:
    """Stores those fields; one more version."""
    institution.version += 1
    institution.save(update_fields=[*names, "version", "updated_at"])


def require_paper(paper: Paper, institution: Institution | None = None) -> None:
    """Raises InvalidInput naming every part that is wrong."""
    today = timezone.localdate()
    errors = []
    if paper.effective_on > today:
        errors.append(("/effective_on", FUTURE))
    if not paper.document_no.strip():
        errors.append(("/document_no", "กรุณากรอกเลขที่เอกสาร"))
    if paper.document_date > today:
        errors.append(("/document_date", "วันที่ของเอกสารต้องไม่อยู่ในอนาคต"))
    begun = institution.registered_on if institution else None
    if begun is not None and paper.effective_on < begun:
        errors.append(("/effective_on", "วันที่มีผลต้องไม่ก่อนวันที่จดทะเบียน"))
    if errors:
        raise InvalidInput(errors)


def once_a_day(rows: list[date], day: date) -> None:
    """Two changes of one day would have no order."""
    if day in rows:
        raise InvalidInput([("/effective_on", "มีการเปลี่ยนเรื่องนี้ในวันเดียวกันบันทึกไว้แล้ว")])
