"""Signals, what was done about them, and the cooperatives' own view."""

from .actions import AlertAction, AlertStep, Handling
from .alerts import Alert
from .further_figures import FurtherFigures
from .readings import WatchReading
from .self_assessments import SelfAssessment

__all__ = [
    "Alert",
    "AlertAction",
    "AlertStep",
    "FurtherFigures",
    "Handling",
    "SelfAssessment",
    "WatchReading",
]
