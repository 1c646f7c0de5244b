"""Points, conditions and statements tell one story."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from statistics import mean

from coops.choices import DefectStatus, Kind, Standing
from coops.reference_sets import ReferenceSets
from coops.sample.nation import History, Nation, SampleAssessment
from coops.sample.outcomes import FIRST_YEAR, SECOND_YEAR
from coops.sample.progress import SHOWN_OFFICE
from coops.sample.statements import SampleStatement, baht


def complete(histories: Sequence[History], kind: Kind) -> Iterator[SampleAssessment]:
    """Assessed ones, that is with points."""
    for history in histories:
        if history.institution.branch.kind == kind:
            yield from (row for row in history.assessments if row.result and row.facts.points)


def statements_of(history: History) -> dict[int, SampleStatement]:
    return {row.fiscal_year: row for row in history.statements}


def of_year(history: History, fiscal_year: int) -> SampleAssessment | None:
    return next((row for row in history.assessments if row.fiscal_year == fiscal_year), None)


def test_points_stay_within_the_maxima(nation: Nation, histories: Sequence[History]) -> None:
    for history in histories:
        maxima = nation.sets.rule_set(
            history.institution.branch.kind, history.institution.branch.sector, FIRST_YEAR
        ).indicators if history is histories[0] else maxima
