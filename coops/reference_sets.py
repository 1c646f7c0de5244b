"""All reference files of this app, read and checked against each other."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coops.choices import Kind, Sector
from coops.reference_schema import (
    ConditionsRecord,
    IndicatorsFile,
    PublishedFile,
    RuleSetRecord,
    RuleSetsFile,
    TypesFile,
    UpgradeFile,
)
from coops.rules import RuleSet
from cpd_portal.core.reference import AnomalyRecord, ReferenceFileError, read_reference

REFERENCE = Path(__file__).parent / "reference"
INDICATOR_FILES = (
    "indicators_cooperative_agricultural.yaml",
    "indicators_cooperative_non_agricultural.yaml",
    "indicators_farmer_group.yaml",
)
RULE_SETS_FILE = "rule_sets.yaml"


@dataclass(frozen=True)
class ReferenceSets:
    """The checked content of the files; `definitions` are what rule sets are built from."""

    indicators: tuple[IndicatorsFile, ...]
    rule_sets: RuleSetsFile
    published: PublishedFile
    upgrade: UpgradeFile
    types: TypesFile
    definitions: tuple[dict[str, Any], ...]

    def rule_set(self, kind: Kind, sector: Sector | None, fiscal_year: int) -> RuleSet:
        """Without the database; raises StopIteration for a year without a rule set."""
        wanted = (kind, sector, fiscal_year)
        return RuleSet.from_definition(
            next(
                row
                for row in self.definitions
                if (row["kind"], row["sector"], row["fiscal_year"]) == wanted
            )
        )

    def anomalies(self) -> list[tuple[str, AnomalyRecord]]:
        """Pairs of record and anomaly over all files."""
        files: list[tuple[str, list[AnomalyRecord]]] = [
            *((f"indicators/{row.identifier}", row.anomalies) for row in self.indicators),
            ("rule_sets", self.rule_sets.anomalies),
            ("published_strength", self.published.anomalies),
            ("upgrade_cooperatives", self.upgrade.anomalies),
            *(
                (f"upgrade_cooperatives/{u.number}", u.anomalies)
                for u in self.upgrade.cooperatives
            ),
            ("institution_types", self.types.anomalies),
        ]
        return [(record, anomaly) for record, rows in files for anomaly in rows]


def read_all(folder: Path = REFERENCE) -> ReferenceSets:
    """Raises ReferenceFileError naming file, key and reason."""
    indicators = tuple(read_reference(folder / name, IndicatorsFile) for name in INDICATOR_FILES)
    rule_sets = read_reference(folder / RULE_SETS_FILE, RuleSetsFile)
    return ReferenceSets(
        indicators=indicators,
        rule_sets=rule_sets,
        published=read_reference(folder / "published_strength.yaml", PublishedFile),
        upgrade=read_reference(folder / "upgrade_cooperatives.yaml", UpgradeFile),
        types=read_reference(folder / "institution_types.yaml", TypesFile),
        definitions=tuple(
            _definition(record, rule_sets, indicators) for record in rule_sets.rule_sets
        ),
    )


def _definition(
    record: RuleSetRecord, file: RuleSetsFile, indicators: tuple[IndicatorsFile, ...]
) -> dict[str, Any]:
    """What RuleSet.from_definition reads: plain JSON values, decimals as text."""
    points = _indicators_of(record, indicators)
    conditions = _conditions_of(record, file)
    return {
        **record.model_dump(mode="json", exclude={"indicators", "conditions", "lines"}),
        "points_source": _place(points.place.document, points.place.lines),
        "tiers_source": _place(file.place.document, conditions.lines),
        "tiers": [row.model_dump(mode="json") for row in file.tiers[record.kind]],
        "unassessed": [row.model_dump(mode="json") for row in file.unassessed[record.kind]],
        "dimensions": [row.model_dump(mode="json") for row in points.dimensions],
        "conditions": conditions.model_dump(mode="json"),
    }


def _indicators_of(
    record: RuleSetRecord, indicators: tuple[IndicatorsFile, ...]
) -> IndicatorsFile:
    for file in indicators:
        if file.identifier == record.indicators:
            if (file.kind, file.sector) != (record.kind, record.sector):
                raise _error(record, "indicators", "of another kind or sector")
            return file
    raise _error(record, "indicators", f"no indicator set {record.indicators}")


def _conditions_of(record: RuleSetRecord, file: RuleSetsFile) -> ConditionsRecord:
    for conditions in file.conditions:
        if conditions.identifier == record.conditions:
            if conditions.kind != record.kind:
                raise _error(record, "conditions", "of another kind")
            return conditions
    raise _error(record, "conditions", f"no conditions {record.conditions}")


def _place(document: str, lines: str) -> str:
    return f"{document} บรรทัด {lines}"


def _error(record: RuleSetRecord, key: str, reason: str) -> ReferenceFileError:
    return ReferenceFileError(RULE_SETS_FILE, f"rule_sets.{record.identifier}.{key}", reason)
