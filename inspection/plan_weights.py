"""The weights of the risk score, read from their reference file."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from coops.choices import Tier
from cpd_portal.core.reference import ReferenceModel, read_reference
from inspection.rules.risk import PerCase, RiskWeights

REFERENCE = Path(__file__).parent / "reference"
WEIGHTS_FILE = "plan_weights.yaml"
Points = Annotated[int, Field(ge=0, le=100)]


class PerCaseRecord(ReferenceModel):
    each: Points
    most: Points


class WeightsFile(ReferenceModel):
    version: Annotated[int, Field(ge=1)]
    verified: bool
    source: str
    tiers: dict[Tier, Points]
    tier_unknown: Points
    open_defect: PerCaseRecord
    overdue_defect: PerCaseRecord
    late_meeting: Points
    late_statements: Points
    year_since_visit: PerCaseRecord
    never_visited: Points
    alerts: Annotated[list[Points], Field(min_length=1)]
    quota_percent: Annotated[int, Field(ge=1, le=100)]

    @model_validator(mode="after")
    def check_tiers(self) -> Self:
        if set(self.tiers) != set(Tier):
            raise ValueError("points for every tier are needed")
        return self


def read_weights(folder: Path = REFERENCE) -> RiskWeights:
    """Raises ReferenceFileError naming file, key and reason."""
    file = read_reference(folder / WEIGHTS_FILE, WeightsFile)
    return RiskWeights(
        version=file.version,
        verified=file.verified,
        source=file.source,
        tiers=file.tiers,
        tier_unknown=file.tier_unknown,
        open_defect=_per_case(file.open_defect),
        overdue_defect=_per_case(file.overdue_defect),
        late_meeting=file.late_meeting,
        late_statements=file.late_statements,
        year_since_visit=_per_case(file.year_since_visit),
        never_visited=file.never_visited,
        alerts=tuple(file.alerts),
        quota_percent=file.quota_percent,
    )


@cache
def risk_weights() -> RiskWeights:
    """Of the shipped file, read once."""
    return read_weights()


def _per_case(record: PerCaseRecord) -> PerCase:
    return PerCase(record.each, record.most)
