"""What is known of a year and of the one before it, read once for all parts of an opening."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.models.submissions import EntryPeriod
from cpd_portal.thai.fiscal import fiscal_year_bounds

USED = (FigureState.IN_FORCE, FigureState.PROPOSED)


@dataclass(frozen=True)
class YearFacts:
    """`versions`: of dated sets those in force or proposed in both years, of undated ones all
    but withdrawn ones. `periods` of both years, each with how many were begun (`begun`)."""

    fiscal_year: int
    versions: list[FigureVersion]
    periods: list[EntryPeriod]

    def version(self, code: str, fiscal_year: int | None) -> FigureVersion | None:
        """In force, else proposed."""
        found = {row.state: row for row in self._of(code, fiscal_year)}
        return found.get(FigureState.IN_FORCE) or found.get(FigureState.PROPOSED)

    def in_force(self, code: str, fiscal_year: int | None) -> FigureVersion | None:
        found = self.version(code, fiscal_year)
        return found if found and found.state == FigureState.IN_FORCE else None

    def newest(self, code: str, fiscal_year: int) -> int:
        """The highest number; 0 where the year has no version."""
        return max((row.number for row in self._of(code, fiscal_year)), default=0)

    def undated_a_year_ago(self, code: str) -> FigureVersion | None:
        """Of an undated set what was in force when the year before began, else its first."""
        begun = fiscal_year_bounds(self.fiscal_year - 1)[0]
        rows = sorted(
            (row for row in self._of(code, None) if not row.is_proposed),
            key=lambda row: row.number,
        )
        older = [row for row in rows if _since(row) <= begun]
        found = older[-1:] or rows[:1]
        return found[0] if found else None

    def periods_of(self, form: str, fiscal_year: int) -> list[EntryPeriod]:
        """Of that form, or of all forms whose code begins with it and a dot."""
        return [
            row
            for row in self.periods
            if row.fiscal_year == fiscal_year
            and (row.form == form or row.form.startswith(f"{form}."))
        ]

    def begun(self, form: str) -> int:
        """How many offices or divisions have begun such a form in the year."""
        rows = self.periods_of(form, self.fiscal_year)
        return sum(row.begun for row in rows)  # type: ignore[attr-defined]  # annotated below

    def _of(self, code: str, fiscal_year: int | None) -> list[FigureVersion]:
        return [
            row for row in self.versions if (row.set_code, row.fiscal_year) == (code, fiscal_year)
        ]


def year_facts(fiscal_year: int) -> YearFacts:
    """In two queries."""
    years = (fiscal_year - 1, fiscal_year)
    undated = Q(fiscal_year=None) & ~Q(state=FigureState.WITHDRAWN)
    versions = FigureVersion.objects.filter(
        Q(fiscal_year__in=years, state__in=USED) | undated
    ).order_by("set_code", "number")
    periods = EntryPeriod.objects.filter(fiscal_year__in=years).annotate(
        begun=Count("submissions")
    )
    return YearFacts(fiscal_year, list(versions), list(periods.order_by("form", "due_on")))


def _since(version: FigureVersion) -> date:
    return (version.signed_at or version.proposed_at).date()
