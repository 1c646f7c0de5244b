"""Which powers apply to the facts of one institution, and why: pure, dated, cited.

One function for each power of the framework; figures come from the framework of the day. The
result proposes and never decides.
"""

from .answers import Facts, Outcome, question
from .engine import Assessment, PowerFinding, assess
from .ladder import LadderStep

__all__ = [
    "Assessment",
    "Facts",
    "LadderStep",
    "Outcome",
    "PowerFinding",
    "assess",
    "question",
]
