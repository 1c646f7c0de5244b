"""Documents of the plan's execution: one module for each."""

from .ledger import LedgerContext, LedgerReport
from .matrix import MatrixContext, YearMatrix
from .project import ProjectContext, ProjectSheet
from .status import StatusContext, StatusReport

__all__ = [
    "LedgerContext",
    "LedgerReport",
    "MatrixContext",
    "ProjectContext",
    "ProjectSheet",
    "StatusContext",
    "StatusReport",
    "YearMatrix",
]
