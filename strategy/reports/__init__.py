"""Documents of the plan's execution: one module for each."""

from .board import BoardContext, BoardReport
from .book import PlanBook, PlanBookContext
from .ledger import LedgerContext, LedgerReport
from .matrix import MatrixContext, YearMatrix
from .progress import ReportsContext, ReportsList
from .project import ProjectContext, ProjectSheet
from .projects import ProjectList, ProjectsContext
from .status import StatusContext, StatusReport
from .versions import VersionsContext, VersionsReport

__all__ = [
    "BoardContext",
    "BoardReport",
    "LedgerContext",
    "LedgerReport",
    "MatrixContext",
    "PlanBook",
    "PlanBookContext",
    "ProjectContext",
    "ProjectList",
    "ProjectSheet",
    "ProjectsContext",
    "ReportsContext",
    "ReportsList",
    "StatusContext",
    "StatusReport",
    "VersionsContext",
    "VersionsReport",
    "YearMatrix",
]
