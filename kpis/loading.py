"""Brings the scorecards of `kpis/reference/<fiscal year>/` into the tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models

from cpd_portal.core.audit import recorded
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.reference import (
    AnomalyRecord,
    ReferenceFileError,
    SyncCount,
    read_reference,
    sync,
    sync_anomalies,
)
from kpis.arithmetic import unexplained, weight_differences
from kpis.choices import SCORECARD_SET
from kpis.figures.content import scorecard_content
from kpis.figures.scorecard import SCORECARD as SCORECARD_FIGURES
from kpis.models import Criterion, Kpi, KpiGroup, Scorecard, ScorecardPart, ScoringPolicy
from kpis.reference_schema import GroupKpi, KpiFile, ScorecardFile
from kpis.services.content import content_of
from kpis.table_rows import TABLES, criterion_rows, kpi_row, tier_rows

REFERENCE = Path(__file__).parent / "reference"
SCORECARD = "scorecard.yaml"
Row = dict[str, Any]
Counts = dict[str, SyncCount]


@dataclass(frozen=True)
class YearFiles:
    """The checked files of one fiscal year."""

    scorecard: ScorecardFile
    kpis: dict[int, KpiFile]

    @property
    def listed(self) -> Iterator[tuple[str, GroupKpi]]:
        """Group number and KPI, in printed order."""
        for group in self.scorecard.groups:
            for kpi in group.kpis:
                yield group.number, kpi


def read_year(folder: Path) -> YearFiles:
    """Reads and checks the files of one year. Raises ReferenceFileError."""
    scorecard = read_reference(folder / SCORECARD, ScorecardFile)
    _refuse(f"{folder.name}/{SCORECARD}", weight_differences(scorecard))
    kpis: dict[int, KpiFile] = {}
    for group in scorecard.groups:
        for listed in group.kpis:
            kpis[listed.number] = _read_kpi(folder, scorecard.fiscal_year, listed)
    return YearFiles(scorecard, kpis)


def _read_kpi(folder: Path, fiscal_year: int, listed: GroupKpi) -> KpiFile:
    name = f"kpi_{listed.number:02}.yaml"
    kpi = read_reference(folder / name, KpiFile)
    wanted = {"fiscal_year": fiscal_year, "number": listed.number, "title": listed.title}
    for key, value in wanted.items():
        if getattr(kpi, key) != value:
            raise ReferenceFileError(f"{folder.name}/{name}", key, f"the scorecard says {value}")
    _refuse(f"{folder.name}/{name}", unexplained(kpi))
    return kpi


def _refuse(file: str, differences: Iterable[tuple[str, str]]) -> None:
    for check, reason in differences:
        raise ReferenceFileError(file, check, reason)


@recorded("kpis.reference.loaded")
def load(folder: Path = REFERENCE) -> dict[str, SyncCount]:
    """All scorecards; every file is checked before anything is written."""
    years = [read_year(path.parent) for path in sorted(folder.glob(f"*/{SCORECARD}"))]
    if not years:
        raise ReferenceFileError(folder.name, "-", f"no {SCORECARD} in any year folder")
    scorecards = [_scorecard_row(year.scorecard) for year in years]
    printed = Scorecard.objects.filter(fiscal_year__in=[row["fiscal_year"] for row in scorecards])
    counts: Counts = {
        "kpis.Scorecard": sync(Scorecard, scorecards, key=("fiscal_year",), within=printed)
    }
    for year in years:
        _load_year(year, counts)
    counts["kpis.SourceAnomaly"] = sync_anomalies(
        "kpis", [pair for year in years for pair in _anomalies(year)]
    )
    return counts


def _load_year(year: YearFiles, counts: Counts) -> None:
    """What people have signed stays: then only what is printed around the criteria is loaded."""
    fiscal_year = year.scorecard.fiscal_year
    scorecard = Scorecard.objects.get(fiscal_year=fiscal_year)
    is_signed = _is_signed(fiscal_year)
    if not is_signed:
        _load_criteria(scorecard, year, counts)
    for kpi in Kpi.objects.filter(scorecard=scorecard, number__in=year.kpis):
        _load_tables(kpi, year.kpis[kpi.number], counts)
    if not is_signed:
        counts["core.FigureVersion"] = counts.get("core.FigureVersion", SyncCount()) + _ship(
            scorecard
        )


def _is_signed(fiscal_year: int) -> bool:
    held = version_in_force(SCORECARD_SET, fiscal_year)
    return held is not None and held.signed_by_id is not None


def _ship(scorecard: Scorecard) -> SyncCount:
    """The loaded criteria as a version of the figures, to be changed by signature."""
    content = scorecard_content(content_of(scorecard)).model_dump(mode="json")
    source = f"{scorecard.document} บรรทัด {scorecard.lines}"
    return load_shipped(SCORECARD_FIGURES, content, source, scorecard.fiscal_year)


def _load_criteria(scorecard: Scorecard, year: YearFiles, counts: Counts) -> None:
    """What a version of the scorecard holds."""
    _load_frame(scorecard, year.scorecard, counts)
    groups = {group.number: group.pk for group in KpiGroup.objects.filter(scorecard=scorecard)}
    owners = _owners(year)
    rows = [
        {
            "scorecard_id": scorecard.pk,
            "group_id": groups[group],
            "weight": listed.weight,
            "owner_id": owners[listed.owner] if listed.owner else None,
            "owner_verified": listed.owner_verified,
            **kpi_row(year.kpis[listed.number]),
        }
        for group, listed in year.listed
    ]
    key = ("scorecard_id", "number")
    _count(counts, Kpi, rows, key, Kpi.objects.filter(scorecard=scorecard))
    for kpi in Kpi.objects.filter(scorecard=scorecard):
        _load_kpi(kpi, year.kpis[kpi.number], counts)


def _load_tables(kpi: Kpi, file: KpiFile, counts: Counts) -> None:
    for table in TABLES:
        table(kpi, file, lambda *change: _count(counts, *change))


def _owners(year: YearFiles) -> dict[str, int]:
    """Primary keys of the divisions that the scorecard names. Raises ReferenceFileError."""
    wanted = {listed.owner for _, listed in year.listed if listed.owner}
    found = dict(OrgUnit.objects.headquarters().filter(code__in=wanted).values_list("code", "pk"))
    for code in sorted(wanted - set(found)):
        raise ReferenceFileError(SCORECARD, "owner", f"no division has the code {code}")
    return found


def _load_frame(scorecard: Scorecard, file: ScorecardFile, counts: Counts) -> None:
    """Policies, parts and groups."""
    card = {"scorecard_id": scorecard.pk}
    policies = [
        {**card, "position": position, **policy.model_dump()}
        for position, policy in enumerate(file.scoring.policies, start=1)
    ]
    parts = [{**card, **part.model_dump()} for part in file.parts]
    mine = {"scorecard": scorecard}
    by_code, by_number = ("scorecard_id", "code"), ("scorecard_id", "number")
    _count(counts, ScoringPolicy, policies, by_code, ScoringPolicy.objects.filter(**mine))
    _count(counts, ScorecardPart, parts, by_number, ScorecardPart.objects.filter(**mine))
    part_ids = {part.number: part.pk for part in ScorecardPart.objects.filter(**mine)}
    groups = [
        {**card, **group.model_dump(exclude={"part", "kpis"}), "part_id": part_ids[group.part]}
        for group in file.groups
    ]
    _count(counts, KpiGroup, groups, by_number, KpiGroup.objects.filter(**mine))


def _load_kpi(kpi: Kpi, file: KpiFile, counts: Counts) -> None:
    criteria = [{"kpi_id": kpi.pk, **row} for row in criterion_rows(file)]
    own = Criterion.objects.filter(kpi=kpi)
    _count(counts, Criterion, criteria, ("kpi_id", "round"), own)
    for criterion in own.all():
        rows = [{"criterion_id": criterion.pk, **row} for row in tier_rows(file, criterion.round)]
        tiers = criterion.tiers.all()
        _count(counts, tiers.model, rows, ("criterion_id", "points"), tiers)


def _count(
    counts: Counts,
    model: type[models.Model],
    rows: Iterable[Row],
    key: tuple[str, ...],
    within: "models.QuerySet[Any]",
) -> None:
    label = f"kpis.{model.__name__}"
    counts[label] = counts.get(label, SyncCount()) + sync(model, rows, key=key, within=within)


def _scorecard_row(file: ScorecardFile) -> Row:
    row = file.model_dump(include={"fiscal_year", "title", "organisation", "document", "lines"})
    if _is_signed(file.fiscal_year):
        return row
    return {**row, "scoring_version": file.scoring.version}


def _anomalies(year: YearFiles) -> Iterator[tuple[str, AnomalyRecord]]:
    """Record codes: "2567" for the scorecard, "2567.5" for its KPI 5."""
    fiscal_year = year.scorecard.fiscal_year
    for anomaly in year.scorecard.anomalies:
        yield str(fiscal_year), anomaly.record
    for number, kpi in year.kpis.items():
        for anomaly in kpi.anomalies:
            yield f"{fiscal_year}.{number}", anomaly.record
