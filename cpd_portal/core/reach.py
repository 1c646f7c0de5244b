"""How far a person sees: the whole country, or the units below his own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reach:
    """`nationwide`, or the primary keys of the units in reach."""

    nationwide: bool
    unit_ids: frozenset[int]

    def covers(self, unit_id: int) -> bool:
        return self.nationwide or unit_id in self.unit_ids
