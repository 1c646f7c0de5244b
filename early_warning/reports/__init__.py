"""Documents of this room: one module for each."""

from .self_assessments import SelfAssessments

__all__ = ["SelfAssessments"]
