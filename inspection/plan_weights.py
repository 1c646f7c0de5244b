"""The weights of the risk score: what a version of them stores."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coops.choices import Tier
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.models import FigureVersion
from cpd_portal.core.request_memo import once_a_request
from inspection.choices import PER_CASE_FACTORS, RiskFactor
from inspection.rules.risk import PerCase, RiskWeights

WEIGHTS_CODE = "inspection.plan-weights"
Points = Annotated[int, Field(ge=0, le=100)]
Percent = Annotated[int, Field(ge=1, le=100)]
TIERS = {
    Tier.ONE: RiskFactor.TIER_1,
    Tier.TWO: RiskFactor.TIER_2,
    Tier.THREE: RiskFactor.TIER_3,
}


class WeightRecord(BaseModel):
    """`most` is what all cases together get at most; None where there are no cases."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    factor: RiskFactor
    points: Points
    most: Points | None = None
    verified: bool = False

    @model_validator(mode="after")
    def check_most(self) -> Self:
        if (self.factor in PER_CASE_FACTORS) != (self.most is not None):
            raise ValueError("points for each case have a most, others have none")
        return self


class QuotaRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    percent: Percent
    verified: bool = False


class WeightContent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: list[WeightRecord]
    quota: QuotaRecord

    @model_validator(mode="after")
    def check_factors(self) -> Self:
        if sorted(row.factor for row in self.weights) != sorted(RiskFactor):
            raise ValueError("one row for every factor is needed")
        return self

    @property
    def is_verified(self) -> bool:
        return self.quota.verified and all(row.verified for row in self.weights)


def weight_content(content: Mapping[str, Any]) -> WeightContent:
    return WeightContent.model_validate(content)


@once_a_request
def risk_weights() -> RiskWeights:
    """In force. Raises LookupError before the reference data are loaded."""
    held: FigureVersion | None = version_in_force(WEIGHTS_CODE)
    if held is None:
        raise LookupError(WEIGHTS_CODE)
    return weights_of(held)


def weights_of(version: FigureVersion) -> RiskWeights:
    content = weight_content(version.content)
    rows = {row.factor: row for row in content.weights}

    def per_case(factor: RiskFactor) -> PerCase:
        return PerCase(rows[factor].points, rows[factor].most or 0)

    return RiskWeights(
        version=version.number,
        verified=version.verified,
        source=version.source,
        tiers={tier: rows[factor].points for tier, factor in TIERS.items()},
        tier_unknown=rows[RiskFactor.TIER_UNKNOWN].points,
        open_defect=per_case(RiskFactor.OPEN_DEFECT),
        overdue_defect=per_case(RiskFactor.OVERDUE_DEFECT),
        late_meeting=rows[RiskFactor.LATE_MEETING].points,
        late_statements=rows[RiskFactor.LATE_STATEMENTS].points,
        year_since_visit=per_case(RiskFactor.YEAR_SINCE_VISIT),
        never_visited=rows[RiskFactor.NEVER_VISITED].points,
        quota_percent=content.quota.percent,
    )
