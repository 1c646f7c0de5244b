"""The strategic plan as printed, its versions, and its execution: money and progress."""

from .money import LedgerEntry, LedgerSum
from .plan import (
    Activity,
    ActivityTarget,
    Definition,
    ExpectedResult,
    Objective,
    Plan,
    PlannedBudget,
    PrintedItem,
    Project,
    ResponsibleUnit,
    Strategy,
    SuccessIndicator,
)
from .progress import Evidence, EvidenceDownload, ProgressReport, ProgressValue
from .targets import BudgetRevision, Measure, PlanVersion, Target

__all__ = [
    "Activity",
    "ActivityTarget",
    "BudgetRevision",
    "Definition",
    "Evidence",
    "EvidenceDownload",
    "ExpectedResult",
    "LedgerEntry",
    "LedgerSum",
    "Measure",
    "Objective",
    "Plan",
    "PlanVersion",
    "PlannedBudget",
    "PrintedItem",
    "ProgressReport",
    "ProgressValue",
    "Project",
    "ResponsibleUnit",
    "Strategy",
    "SuccessIndicator",
    "Target",
]
