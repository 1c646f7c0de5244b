"""How many results there are of each tier and group, for the places that they are shown by."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from cpd_portal.core.models import OrgUnit

_OFFICE = "office__"


def counted(rows: QuerySet[Any], *places: str) -> Iterable[dict[str, Any]]:
    """Rows, not primary keys: those are not in the index, and would be read from the table."""
    result: Iterable[dict[str, Any]] = (
        rows.order_by(*reversed(places))
        .values(*places, "tier", "unassessed_group")
        .annotate(n=Count("*"))
    )
    return result


def counted_by_office(rows: QuerySet[Any], *places: str) -> list[dict[str, Any]]:
    """The same for each office, with `places` of it ("office__…"). Counted by its key, as the
    index has it: by their names the database sorts every row of the nation."""
    names = [place.removeprefix(_OFFICE) for place in places]
    units = OrgUnit.objects.values_list("pk", *names)
    known = {pk: dict(zip(places, of_unit, strict=True)) for pk, *of_unit in units}
    return [{**row, **known[row["office"]]} for row in counted(rows, "office")]
