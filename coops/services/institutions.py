"""Writes of the register."""

from typing import TypedDict

from django.core.exceptions import ValidationError

from coops import rules
from coops.models import Institution
from coops.services.guards import require_entry_role, require_version
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import User


class InstitutionChanges(TypedDict, total=False):
    """Contact data and the last day of the accounting year; absent keys stay as they are."""

    district: str
    address: str
    phone: str
    email: str
    accounting_year_end_month: int
    accounting_year_end_day: int


@recorded("coops.institution.updated")
def institution_update(
    *,
    actor: User,
    institution: Institution,
    version: int,
    changes: InstitutionChanges,
    reason: str = "",
) -> Institution:
    """Contact data and accounting year-end, by officers and chief of the institution's office.

    Another year-end is taken for a correction of what was stored wrongly, in the newest change
    of the history too; that it changed on a date is `year_end_change`.

    Raises NotAllowed, StaleObject or InvalidInput.
    """
    current: Institution = (
        Institution.objects.select_for_update(of=("self",))
        .select_related("office__province", "type")
        .get(pk=institution.pk)
    )
    require_entry_role(actor, current.office)
    require_version(current, version)
    for name, value in changes.items():
        setattr(current, name, value.strip() if isinstance(value, str) else value)
    _check_institution(current, set(changes))
    current.version += 1
    current.save(update_fields=[*changes, "version", "updated_at"])
    _correct_newest_change(current)
    return current


def _correct_newest_change(institution: Institution) -> None:
    newest = institution.year_end_changes.last()
    if newest is not None and (newest.month, newest.day) != institution.year_end:
        newest.month, newest.day = institution.year_end
        newest.save(update_fields=["month", "day"])


def _check_institution(institution: Institution, names: set[str]) -> None:
    """Field checks of the model, and that the last day of the accounting year exists."""
    unchanged = {field.name for field in institution._meta.fields} - names
    errors: list[tuple[str, str]] = []
    try:
        institution.clean_fields(exclude=unchanged)
    except ValidationError as invalid:
        errors = [(f"/{name}", messages[0]) for name, messages in invalid.message_dict.items()]
    month, day = institution.accounting_year_end_month, institution.accounting_year_end_day
    if not errors and not rules.is_day_of_year(month, day):
        errors = [("/accounting_year_end", f"ไม่มีวันที่ {day} เดือน {month}")]
    if errors:
        raise InvalidInput(errors)
