"""The content of the set of ladders: what a version stores."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from coops import rules
from coops.choices import Direction, Kind, LadderFact, LadderMethod, Sector
from coops.reference_schema import OfOneKind
from cpd_portal.core.figures.rows import AsText, Digits
from cpd_portal.core.reference import ReferenceModel

Bound = Annotated[Decimal | None, Field(ge=-1_000_000, le=1_000_000), Digits, AsText]
Points = Annotated[Decimal | None, Field(decimal_places=2), Digits, AsText]
Key = tuple[Kind, Sector | None]


class BandRecord(ReferenceModel):
    """`type` is the code of an institution type, "" for all others; points null: not known."""

    type: str = ""
    lower: Bound = None
    lower_included: bool = False
    upper: Bound = None
    upper_included: bool = False
    points: Points = None

    def band(self) -> rules.Band:
        return rules.Band(
            self.lower, self.lower_included, self.upper, self.upper_included, self.points
        )


class ChoiceRecord(ReferenceModel):
    value: str
    points: Points = None


class LadderRecord(OfOneKind):
    """How one indicator of a kind and sector gets its points in the year of the version."""

    indicator: str
    title: str
    method: LadderMethod
    fact: LadderFact
    direction: Direction
    source: str = ""
    verified: bool = False
    bands: list[BandRecord] = []
    choices: list[ChoiceRecord] = []

    @property
    def key(self) -> Key:
        return self.kind, self.sector

    def ladder(self, maximum: Decimal) -> rules.Ladder:
        """In the shape that the rules take; bands stand from low to high."""
        by_type: dict[str, list[rules.Band]] = {}
        for row in sorted(self.bands, key=band_order):
            by_type.setdefault(row.type, []).append(row.band())
        return rules.Ladder(
            indicator=self.indicator,
            method=self.method,
            fact=self.fact,
            direction=self.direction,
            maximum=maximum,
            verified=self.verified,
            bands={code: tuple(bands) for code, bands in by_type.items()},
            choices={row.value: row.points for row in self.choices},
        )


class LaddersContent(ReferenceModel):
    ladders: list[LadderRecord]


def band_order(row: BandRecord) -> tuple[bool, Decimal, bool, bool, Decimal]:
    """From low to high; one without lower bound is the lowest."""
    upper = row.upper if row.upper is not None else Decimal("Infinity")
    lower = row.lower if row.lower is not None else Decimal(0)
    return row.lower is not None, lower, not row.lower_included, row.upper is None, upper


def content_of(stored: dict[str, Any]) -> LaddersContent:
    return LaddersContent.model_validate(stored)
