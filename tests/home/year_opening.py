"""An opened year in tests: the dates that are set, and what there is of a year."""

from datetime import date
from typing import Any

from coops.models import RuleSet
from coops.selectors.population import POPULATION_ON
from coops.year_parts import STRENGTH_DUE
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.services import figures_sign, figures_work
from cpd_portal.core.models import EntryPeriod, User, YearOpening, YearStep
from kpis.choices import SCORECARD_SET
from kpis.models import Criterion, Kpi, Scorecard

YEAR = 2568
DATES = {STRENGTH_DUE: date(2025, 10, 31), POPULATION_ON: date(2025, 9, 30)}


def of_year(fiscal_year: int = YEAR) -> dict[str, Any]:
    """Everything that an opening can make, without keys."""
    used = FigureVersion.objects.exclude(state=FigureState.WITHDRAWN)
    versions = used.filter(fiscal_year=fiscal_year).values_list("set_code", "state", "sha256")
    periods = EntryPeriod.objects.filter(fiscal_year=fiscal_year)
    return {
        "rule sets": sorted(
            RuleSet.objects.filter(fiscal_year=fiscal_year).values_list("identifier", "in_force")
        ),
        "versions": sorted(versions),
        "periods": sorted(periods.values_list("form", "round", "subject", "due_on")),
        "scorecards": list(
            Scorecard.objects.filter(fiscal_year=fiscal_year).values_list("title", "opened_by")
        ),
        "kpis": Kpi.objects.for_year(fiscal_year).count(),
        "criteria": Criterion.objects.filter(kpi__scorecard__fiscal_year=fiscal_year).count(),
        "openings": YearOpening.objects.filter(fiscal_year=fiscal_year).count(),
        "steps": list(
            YearStep.objects.filter(opening__fiscal_year=fiscal_year).values_list("part", "words")
        ),
    }


def scorecard_signed(signer: User) -> None:
    """The proposal of the year, measured, signed and applied."""
    proposal = FigureVersion.objects.of(SCORECARD_SET, YEAR).get(state=FigureState.PROPOSED)
    figures_work(version_id=proposal.pk)
    proposal.refresh_from_db()
    figures_sign(actor=signer, version=proposal)
    figures_work(version_id=proposal.pk)
