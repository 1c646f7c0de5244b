from kpis.models.components import Component, ComponentValue
from kpis.models.datasets import Dataset
from kpis.models.kpi import Criterion, CriterionTier, Kpi
from kpis.models.plan import StepEvidence, StepEvidenceDownload, StepTick
from kpis.models.programme import CollectionValue, ProgrammeMember
from kpis.models.results import (
    EvaluatorScore,
    Evidence,
    EvidenceDownload,
    ForecastOverride,
    KpiResult,
)
from kpis.models.scorecard import KpiGroup, Scorecard, ScorecardPart, ScoringPolicy
from kpis.models.tables import (
    ActionStep,
    BaselineRow,
    BaselineValue,
    Guideline,
    LocalProduct,
    PlanTarget,
    Population,
)

__all__ = [
    "ActionStep",
    "BaselineRow",
    "BaselineValue",
    "CollectionValue",
    "Component",
    "ComponentValue",
    "Criterion",
    "CriterionTier",
    "Dataset",
    "EvaluatorScore",
    "Evidence",
    "EvidenceDownload",
    "ForecastOverride",
    "Guideline",
    "Kpi",
    "KpiGroup",
    "KpiResult",
    "LocalProduct",
    "PlanTarget",
    "Population",
    "ProgrammeMember",
    "Scorecard",
    "ScorecardPart",
    "ScoringPolicy",
    "StepEvidence",
    "StepEvidenceDownload",
    "StepTick",
]
