"""What the pages of analysis are asked for: a population, and the day it is looked at."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from coops.choices import Kind, RuleStatus, Sector
from coops.selectors.results_on import results_on
from coops.selectors.strength import rule_sets_in_force
from cpd_portal.core.models import User


@dataclass(frozen=True, kw_only=True)
class AnalysisChoice:
    """`kind` is always one; without a sector, cooperatives of both. "" is everything that the
    person may see; without a day, as it stands now."""

    fiscal_year: int
    kind: Kind = Kind.COOPERATIVE
    sector: Sector | None = None
    office: str = ""
    as_of: date | None = None

    @property
    def title(self) -> str:
        """สหกรณ์ภาคการเกษตร, กลุ่มเกษตรกร."""
        return f"{self.kind.label}{self.sector.label if self.sector else ''}"


@dataclass(frozen=True)
class KnownRules:
    """Which rule sets there are, read once for the years offered and the words of a page."""

    rows: list[tuple[int, str, str, str, str]]

    @property
    def years(self) -> list[int]:
        """The newest first."""
        return sorted({row[0] for row in self.rows}, reverse=True)

    def words(self, choice: AnalysisChoice) -> str:
        """As a document names them, provisional ones marked."""
        return ", ".join(
            identifier if status == RuleStatus.OFFICIAL else f"{identifier} (ชั่วคราว)"
            for year, kind, sector, identifier, status in self.rows
            if (year, kind) == (choice.fiscal_year, choice.kind)
            and (not choice.sector or sector == choice.sector)
        )


def known_rules() -> KnownRules:
    return KnownRules(
        [
            (row.fiscal_year, row.kind, row.sector, row.identifier, row.status)
            for row in rule_sets_in_force()
        ]
    )


def chosen_results(user: User, choice: AnalysisChoice) -> QuerySet[Any]:
    rows = of_population(results_on(user, choice.fiscal_year, choice.as_of), choice)
    return rows.filter(office__code=choice.office) if choice.office else rows


def of_population(rows: QuerySet[Any], choice: AnalysisChoice) -> QuerySet[Any]:
    """Of the kind and sector."""
    rows = rows.filter(rule_set__kind=choice.kind)
    return rows.filter(rule_set__sector=choice.sector) if choice.sector else rows
