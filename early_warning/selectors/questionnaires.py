"""The questionnaire that is asked today."""

from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.selectors import version_in_force
from early_warning.questionnaire import QUESTIONNAIRE_CODE


def questionnaire_version() -> FigureVersion:
    """load_reference ships one. Raises LookupError without it."""
    found = version_in_force(QUESTIONNAIRE_CODE)
    if found is None:
        raise LookupError("the questionnaire is not loaded: run load_reference")
    return found
