"""What the rules say about an assessment, put on its row."""

from coops import rules
from coops.models import Assessment

RESULT_FIELDS = ("tier", "unassessed_group", "total", "dimensions", "result", "complete")


def store_result(assessment: Assessment, rule_set: rules.RuleSet) -> None:
    """Puts the result of the facts on the row, or clears it while facts are missing."""
    try:
        result = rules.classify(assessment.facts, rule_set)
    except rules.IncompleteFacts:
        _clear_result(assessment)
        return
    assessment.tier = result.tier
    assessment.unassessed_group = result.unassessed_group
    assessment.total = result.total
    assessment.result = result.as_json()
    assessment.dimensions = assessment.result["dimensions"]
    assessment.complete = True


def _clear_result(assessment: Assessment) -> None:
    assessment.tier = assessment.unassessed_group = assessment.total = assessment.result = None
    assessment.dimensions = {}
    assessment.complete = False
