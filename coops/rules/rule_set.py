"""A rule set: the indicators and tier conditions of one kind, sector and fiscal year.

Every figure comes from the definition (reference data); nothing here is a threshold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from coops.choices import Kind, RuleStatus, Sector, Standing, Tier, UnassessedGroup

from .criteria import Criterion, criteria_from

Definition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Indicator:
    code: str
    title: str
    maximum: Decimal
    aspect: int | None


@dataclass(frozen=True, slots=True)
class Aspect:
    """A printed sub-heading of a dimension; title and points may be missing in the source."""

    number: int
    title: str | None
    maximum: Decimal | None


@dataclass(frozen=True, slots=True)
class Dimension:
    number: int
    title: str
    maximum: Decimal
    aspects: tuple[Aspect, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class RuleSet:
    """`points_source` and `tiers_source` say where the document prints the two halves."""

    identifier: str
    title: str
    kind: Kind
    sector: Sector | None
    fiscal_year: int
    status: RuleStatus
    note: str
    points_source: str
    tiers_source: str
    tier_titles: Mapping[Tier, str]
    group_titles: Mapping[UnassessedGroup, str]
    groups: Mapping[Standing, UnassessedGroup]
    dimensions: tuple[Dimension, ...]
    criteria: tuple[Criterion, ...]

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """By code, in printed order."""
        return {
            indicator.code: indicator
            for dimension in self.dimensions
            for indicator in dimension.indicators
        }

    @classmethod
    def from_definition(cls, definition: Definition) -> "RuleSet":
        sector, groups = definition["sector"], definition["unassessed"]
        return cls(
            identifier=definition["identifier"],
            title=definition["title"],
            kind=Kind(definition["kind"]),
            sector=Sector(sector) if sector else None,
            fiscal_year=definition["fiscal_year"],
            status=RuleStatus(definition["status"]),
            note=definition["note"] or "",
            points_source=definition["points_source"],
            tiers_source=definition["tiers_source"],
            tier_titles={Tier(row["tier"]): row["title"] for row in definition["tiers"]},
            group_titles={UnassessedGroup(row["group"]): row["title"] for row in groups},
            groups={
                Standing(standing): UnassessedGroup(row["group"])
                for row in groups
                for standing in row["standings"]
            },
            dimensions=tuple(_dimension(row) for row in definition["dimensions"]),
            criteria=criteria_from(definition["conditions"]),
        )


def _dimension(row: Definition) -> Dimension:
    return Dimension(
        number=row["number"],
        title=row["title"],
        maximum=Decimal(row["points"]),
        aspects=tuple(_aspect(aspect) for aspect in row["aspects"]),
        indicators=tuple(_indicator(indicator) for indicator in row["indicators"]),
    )


def _aspect(row: Definition) -> Aspect:
    points = row["points"]
    return Aspect(row["number"], row["title"], None if points is None else Decimal(points))


def _indicator(row: Definition) -> Indicator:
    return Indicator(row["code"], row["title"], Decimal(row["points"]), row["aspect"])
