"""The ladders of points, dated by fiscal year, as a set of versioned figures."""

from collections.abc import Iterator
from pathlib import Path

from coops.choices import Direction, LadderFact, LadderMethod
from coops.figures.ladder_content import BandRecord, LadderRecord, LaddersContent, content_of
from coops.figures.ladder_reading import read
from coops.figures.ladder_sheets import ABOUT, SHEETS, rows
from coops.models import RuleSet
from coops.reference_schema import OfOneKind
from coops.reference_sets import REFERENCE, ReferenceSets
from coops.selectors.ladders import LADDERS_CODE
from coops.services.ladder_points import ladders_apply, ladders_measure
from cpd_portal.core.choices import Role
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.registry import Consequences, Content, FigureSet
from cpd_portal.core.reference import (
    ReferenceFileError,
    ReferenceModel,
    SyncCount,
    read_reference,
)

LADDERS_FILE = "ladders.yaml"


def is_verified(content: Content) -> bool:
    """Whether every ladder that is not typed was checked against its source."""
    ladders = content_of(content).ladders
    given = [row for row in ladders if row.method != LadderMethod.TYPED]
    return bool(given) and all(row.verified for row in given)


def _years() -> list[int]:
    return sorted(set(RuleSet.objects.values_list("fiscal_year", flat=True)))


LADDERS = FigureSet(
    code=LADDERS_CODE,
    title="บันไดคะแนนความเข้มแข็ง",
    about=ABOUT,
    proposers=frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER}),
    signers=frozenset({Role.CHIEF, Role.EXECUTIVE}),
    schema=LaddersContent,
    sheets=SHEETS,
    read=read,
    rows=rows,
    verified=is_verified,
    years=_years,
    consequences=Consequences(ladders_measure, ladders_apply),
)


class ShippedLadder(ReferenceModel):
    """What the ladder of an indicator would follow from; bands where some are known."""

    indicator: str
    fact: LadderFact
    direction: Direction
    source: str = ""
    bands: list[BandRecord] = []


class ShippedGroup(OfOneKind):
    ladders: list[ShippedLadder]


class LaddersFile(ReferenceModel):
    fiscal_years: list[int]
    source: str
    groups: list[ShippedGroup]


def load_ladders(sets: ReferenceSets, folder: Path = REFERENCE) -> SyncCount:
    """Version 1 of every year. Raises ReferenceFileError."""
    file = read_reference(folder / LADDERS_FILE, LaddersFile)
    count = SyncCount()
    for year in file.fiscal_years:
        content = LaddersContent(ladders=list(_records(file, sets, year)))
        count += load_shipped(LADDERS, content.model_dump(mode="json"), file.source, year)
    return count


def _records(file: LaddersFile, sets: ReferenceSets, year: int) -> Iterator[LadderRecord]:
    for group in file.groups:
        indicators = sets.rule_set(group.kind, group.sector, year).indicators
        if [row.indicator for row in group.ladders] != list(indicators):
            where = f"groups.{group.kind}-{group.sector}"
            raise ReferenceFileError(LADDERS_FILE, where, "not the indicators of the rule set")
        for row in group.ladders:
            yield LadderRecord(
                kind=group.kind,
                sector=group.sector,
                indicator=row.indicator,
                title=indicators[row.indicator].title,
                method=LadderMethod.BANDS if row.bands else LadderMethod.TYPED,
                fact=row.fact,
                direction=row.direction,
                source=row.source,
                bands=row.bands,
            )
