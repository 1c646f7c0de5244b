"""Chase-up letters for many institutions at once."""

from collections.abc import Sequence

from coops.choices import Duty
from coops.models import ChaseBatch, ChaseLetter
from coops.selectors.duties import DutyChoice, DutyLine, duties_of, duty_lines, duty_rules
from coops.services.guards import require_entry_role
from cpd_portal.core.audit import recorded
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.services import document_request
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import Document, OrgUnit, User

REPORT = "chase-letters"
NOBODY = "ไม่มีแห่งใดที่ต้องทวงถาม ให้เลือกแห่งที่ยังไม่ถึงกำหนดหรือเกินกำหนดอย่างน้อยหนึ่งแห่ง"


@recorded("coops.letters.made")
def letters_make(
    *,
    actor: User,
    office: OrgUnit,
    choice: DutyChoice,
    institutions: Sequence[int] | None,
    file_format: Format = Format.PDF,
) -> tuple[ChaseBatch, Document]:
    """A letter to each chosen institution of the office whose duty is still open; None: to all
    that the choice finds. Orders their file.

    Raises NotAllowed, or RuleViolation where nobody is left to write to.
    """
    require_entry_role(actor, office)
    lines = _open_lines(actor, office, choice, institutions)
    if not lines:
        raise RuleViolation(NOBODY)
    batch = ChaseBatch.objects.create(
        office=office,
        fiscal_year=choice.fiscal_year,
        duty=Duty(choice.duty),
        as_of=choice.as_of,
        made_by=actor,
    )
    ChaseLetter.objects.bulk_create(
        ChaseLetter(
            batch=batch,
            institution_id=line.pk,
            year_end=line.year_end,
            due_on=line.clock.due_on,
        )
        for line in lines
    )
    return batch, letters_order(actor=actor, batch=batch, file_format=file_format)


def letters_order(*, actor: User, batch: ChaseBatch, file_format: Format) -> Document:
    """The file of letters that were made."""
    params = {"batch": str(batch.pk)}
    return document_request(
        actor=actor, report=REPORT, params=params, file_format=file_format.value
    )


def _open_lines(
    actor: User, office: OrgUnit, choice: DutyChoice, institutions: Sequence[int] | None
) -> list[DutyLine]:
    rules = duty_rules(choice.duty, choice.fiscal_year)
    rows = duties_of(actor, choice, rules).filter(office=office)
    if institutions is None:
        rows = choice.narrow(rows)
    else:
        rows = rows.filter(pk__in=institutions)
    return [line for line in duty_lines(rows, choice, rules) if line.is_open]
