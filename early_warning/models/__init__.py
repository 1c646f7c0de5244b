"""Signals, what was done about them, and the cooperatives' own view."""

from .self_assessments import SelfAssessment

__all__ = ["SelfAssessment"]
