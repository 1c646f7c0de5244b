"""Which column of which sheet a cell of an institution's row is."""

from coops.choices import Kind
from coops.grids.sheet import GridColumn
from coops.grids.strength import strength_sheet
from coops.grids.year_facts import FACTS, year_facts_sheet
from coops.models import Assessment


def column_of(row: Assessment, name: str) -> GridColumn | None:
    """None where the row has no such cell."""
    rule_set = row.rule_set
    if name.startswith(FACTS):
        return year_facts_sheet(Kind(rule_set.kind)).by_name.get(name)
    return strength_sheet(rule_set.rules).by_name.get(name)
