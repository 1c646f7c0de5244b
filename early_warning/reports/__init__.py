"""Documents of this room: one module for each."""

from .alerts import OpenAlerts
from .clocks import ClocksOfMonth
from .disagreements import OwnViewDiffers
from .health import HealthSheet
from .national import WatchedByPlace
from .proof import WarningsProved
from .self_assessments import SelfAssessments
from .watchlist import Watchlist

__all__ = [
    "ClocksOfMonth",
    "HealthSheet",
    "OpenAlerts",
    "OwnViewDiffers",
    "SelfAssessments",
    "WarningsProved",
    "WatchedByPlace",
    "Watchlist",
]
