from kpis.models.kpi import Criterion, CriterionTier, Kpi
from kpis.models.results import EvaluatorScore, Evidence, EvidenceDownload, KpiResult
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
    "Criterion",
    "CriterionTier",
    "EvaluatorScore",
    "Evidence",
    "EvidenceDownload",
    "Guideline",
    "Kpi",
    "KpiGroup",
    "KpiResult",
    "LocalProduct",
    "PlanTarget",
    "Population",
    "Scorecard",
    "ScorecardPart",
    "ScoringPolicy",
]
