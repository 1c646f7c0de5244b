"""Loads this app's reference data into its tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coops.choices import RuleStatus
from coops.figures.condition_content import content_of
from coops.figures.conditions import CONDITIONS_SET
from coops.figures.ladders import load_ladders
from coops.models import (
    BusinessLine,
    InstitutionType,
    PublishedStrength,
    RuleSet,
    UpgradeCooperative,
)
from coops.reference_sets import REFERENCE, ReferenceSets, read_all
from coops.register_figures import read_business_lines, read_duplicate_figures
from coops.selectors.ladders import LADDERS_CODE
from coops.services.year_results import population_key
from cpd_portal.core.audit import recorded
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.models import Province
from cpd_portal.core.reference import SyncCount, sync, sync_anomalies


@recorded("coops.reference.loaded")
def load(folder: Path = REFERENCE) -> dict[str, SyncCount]:
    """All files are checked before the first write. Raises ReferenceFileError."""
    sets = read_all(folder)
    business_lines = read_business_lines(folder).lines
    read_duplicate_figures(folder)
    return {
        "coops.InstitutionType": sync(InstitutionType, _types(sets), key=("code",)),
        "coops.RuleSet": sync(
            RuleSet,
            _rule_sets(sets),
            key=("identifier",),
            # Those of further years were carried over when the year was opened.
            within=RuleSet.objects.filter(
                resolution=None,
                fiscal_year__in={row["fiscal_year"] for row in sets.definitions},
            ),
        ),
        "core.FigureVersion (coops.conditions)": _load_conditions(sets),
        "coops.PublishedStrength": sync(
            PublishedStrength, _published(sets), key=("kind", "sector", "fiscal_year", "row")
        ),
        "coops.UpgradeCooperative": sync(
            UpgradeCooperative, _upgrade(sets), key=("fiscal_year", "number")
        ),
        LADDERS_CODE: load_ladders(sets, folder),
        "coops.BusinessLine": sync(
            BusinessLine,
            [
                {**row.model_dump(), "position": position}
                for position, row in enumerate(business_lines, start=1)
            ],
            key=("code",),
        ),
        "core.SourceAnomaly": sync_anomalies("coops", sets.anomalies()),
    }


def _types(sets: ReferenceSets) -> list[dict[str, Any]]:
    return [
        {**row.model_dump(mode="json"), "sector": row.sector or "", "position": position}
        for position, row in enumerate(sets.types.types, start=1)
    ]


def _rule_sets(sets: ReferenceSets) -> list[dict[str, Any]]:
    """The first versions; where the working group resolved one itself, its version stays."""
    names = ("identifier", "title", "kind", "fiscal_year", "status")
    resolved = set(RuleSet.objects.exclude(resolution=None).values_list("identifier", flat=True))
    return [
        {
            **{name: definition[name] for name in names},
            "sector": definition["sector"] or "",
            "definition": definition,
        }
        for definition in sets.definitions
        if definition["identifier"] not in resolved
    ]


def _load_conditions(sets: ReferenceSets) -> SyncCount:
    """The shipped conditions of every year as the first version of its figures."""
    count = SyncCount()
    by_year: dict[int, dict[str, dict[str, Any]]] = {}
    for definition in sets.definitions:
        key = population_key(definition["kind"], definition["sector"] or "")
        by_year.setdefault(definition["fiscal_year"], {})[key] = definition
    for year, definitions in by_year.items():
        verified = [
            key for key, row in definitions.items() if row["status"] == RuleStatus.OFFICIAL
        ]
        source = sets.rule_sets.place.document
        content = content_of(definitions, verified)
        count += load_shipped(CONDITIONS_SET, content, source, year)
    return count


def _published(sets: ReferenceSets) -> Iterator[dict[str, Any]]:
    for table in sets.published.tables:
        for position, row in enumerate(table.rows, start=1):
            yield {
                "kind": table.kind.value,
                "sector": table.sector.value if table.sector else "",
                "fiscal_year": table.fiscal_year,
                "position": position,
                "document": sets.published.place.document,
                **row.model_dump(),
            }


def _upgrade(sets: ReferenceSets) -> Iterator[dict[str, Any]]:
    provinces = {province.code: province for province in Province.objects.all()}
    for row in sets.upgrade.cooperatives:
        yield {
            "fiscal_year": sets.upgrade.fiscal_year,
            "number": row.number,
            "name_printed": row.name,
            "name": row.name_read,
            "province_printed": row.province,
            "province": provinces[row.province_code],
            "document": sets.upgrade.place.document,
            "lines": row.lines,
        }
