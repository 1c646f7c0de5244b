"""What a version of the conditions stores, and the bounds that it means to the rules."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from coops.choices import DefectStatus, Kind, Sector, Year
from cpd_portal.core.figures.registry import Content
from cpd_portal.core.figures.rows import AsText

POPULATIONS: dict[str, tuple[Kind, Sector | None]] = {
    "cooperative/agricultural": (Kind.COOPERATIVE, Sector.AGRICULTURAL),
    "cooperative/non_agricultural": (Kind.COOPERATIVE, Sector.NON_AGRICULTURAL),
    "farmer_group": (Kind.FARMER_GROUP, None),
}
TITLES = {
    key: f"{kind.label}{sector.label if sector else ''}"
    for key, (kind, sector) in POPULATIONS.items()
}
TIERS = (1, 2)
PRINTED_ORDER = ("total", "loss", "allocated_and_paid", "defects", "statements")
PopulationKey = Literal["cooperative/agricultural", "cooperative/non_agricultural", "farmer_group"]
Total = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2), AsText]


class Bound(BaseModel):
    """What one tier asks of one population. `years`: without loss, or allocated and paid."""

    model_config = ConfigDict(extra="forbid")
    population: PopulationKey
    tier: Literal[1, 2]
    minimum: Total
    strict: bool
    years: list[Year]
    allowed: list[DefectStatus]
    within_days: Annotated[int, Field(ge=1, le=999)] | None = None
    printed: str = ""


class CutOff(BaseModel):
    """The last day whose defect status counts for one population."""

    model_config = ConfigDict(extra="forbid")
    population: PopulationKey
    cut_off: date | None
    verified: bool = False


class Conditions(BaseModel):
    model_config = ConfigDict(extra="forbid")
    bounds: list[Bound]
    cut_offs: list[CutOff]


def conditions_of(bounds: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The `conditions` of a rule set's definition from the two bounds of its population."""
    by_tier = {f"tier_{row['tier']}": row for row in bounds}
    is_group = bounds[0]["population"] == "farmer_group"
    years_key = "years_allocated_and_paid" if is_group else "years_without_loss"
    years = _each(by_tier, lambda row: {years_key: row["years"]})
    days = _each(by_tier, lambda row: {"within_days": row["within_days"]})
    return {
        "total": _each(by_tier, lambda row: {"minimum": row["minimum"], "strict": row["strict"]}),
        "loss": None if is_group else years,
        "allocated_and_paid": years if is_group else None,
        "defects": _each(by_tier, lambda row: {"allowed": row["allowed"]}),
        "statements": days if is_group else None,
    }


def content_of(rule_sets: Mapping[str, Mapping[str, Any]], verified: Sequence[str]) -> Content:
    """The content that means these definitions, by population; `verified` names those whose
    conditions a source prints."""
    bounds = [
        _bound_of(population, tier, definition["conditions"])
        for population, definition in rule_sets.items()
        for tier in TIERS
    ]
    cut_offs = [
        {"population": population, "cut_off": None, "verified": population in verified}
        for population in rule_sets
    ]
    return Conditions.model_validate({"bounds": bounds, "cut_offs": cut_offs}).model_dump(
        mode="json"
    )


def _bound_of(population: str, tier: int, conditions: Mapping[str, Any]) -> dict[str, Any]:
    key = f"tier_{tier}"
    rows = {name: conditions[name][key] for name in PRINTED_ORDER if conditions.get(name)}
    years = rows.get("loss", {}).get("years_without_loss") or rows.get(
        "allocated_and_paid", {}
    ).get("years_allocated_and_paid")
    printed = " · ".join(str(row["printed"]) for row in rows.values() if row.get("printed"))
    return {
        "population": population,
        "tier": tier,
        "minimum": rows["total"]["minimum"],
        "strict": rows["total"]["strict"],
        "years": years,
        "allowed": rows["defects"]["allowed"],
        "within_days": rows.get("statements", {}).get("within_days"),
        "printed": printed,
    }


def _each(by_tier: Mapping[str, Any], part: Any) -> dict[str, Any]:
    return {tier: part(row) for tier, row in by_tier.items()}
