"""What the room of inspection tells about the defects of institutions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coops.models import DefectFacts
from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User

FIELDS = ("fraud", "repeated", "earliest_due_on")
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class DefectFactsValues:
    """See `models.DefectFacts`."""

    fraud: int = 0
    repeated: int = 0
    earliest_due_on: date | None = None


@recorded("coops.defect_facts.supplied")
def defect_facts_supply(
    *, actor: User | None, facts: Mapping[int, DefectFactsValues | None]
) -> int:
    """By primary key of the institution; None where it never had a defect. How many changed."""
    known = {
        row.institution_id: row
        for row in DefectFacts.objects.select_for_update().filter(institution__in=facts)
    }
    told = {pk: values for pk, values in facts.items() if values is not None}
    new = [_put(DefectFacts(institution_id=pk), told[pk]) for pk in told if pk not in known]
    DefectFacts.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    changed = [
        _put(row, told.get(pk, DefectFactsValues()))
        for pk, row in known.items()
        if _values(row) != told.get(pk, DefectFactsValues())
    ]
    DefectFacts.objects.bulk_update(changed, FIELDS, batch_size=ROWS_AT_ONCE)
    return len(new) + len(changed)


def _values(row: DefectFacts) -> DefectFactsValues:
    return DefectFactsValues(row.fraud, row.repeated, row.earliest_due_on)


def _put(row: DefectFacts, values: DefectFactsValues) -> DefectFacts:
    for name in FIELDS:
        setattr(row, name, getattr(values, name))
    return row
