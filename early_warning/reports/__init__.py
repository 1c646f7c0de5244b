"""Documents of this room: one module for each."""

from .alerts import OpenAlerts
from .self_assessments import SelfAssessments

__all__ = ["OpenAlerts", "SelfAssessments"]
