"""How far a person sees: the whole country, or the units below his own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpd_portal.core.models.places import OrgUnit


@dataclass(frozen=True)
class Reach:
    """`nationwide`, or the primary keys of the units in reach."""

    nationwide: bool
    unit_ids: frozenset[int]

    def covers(self, unit_id: int) -> bool:
        return self.nationwide or unit_id in self.unit_ids


def reach_of_units(units: Sequence["OrgUnit"]) -> Reach:
    """Who belongs to headquarters (department or division) sees the whole country; everybody
    else the units of his memberships and those below them."""
    if any(unit.is_headquarters for unit in units):
        return Reach(nationwide=True, unit_ids=frozenset())
    if not units:
        return Reach(nationwide=False, unit_ids=frozenset())
    below = type(units[0]).objects.below(units)
    return Reach(nationwide=False, unit_ids=frozenset(below.values_list("pk", flat=True)))
