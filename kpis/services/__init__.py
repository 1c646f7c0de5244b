"""Every write of the scorecard."""

from kpis.services.evaluator import EvaluatorLetter, evaluator_score_record
from kpis.services.evidence import evidence_add, evidence_remove, evidence_taken
from kpis.services.forecasts import forecast_clear, forecast_set
from kpis.services.freezing import Frozen, result_appeal, round_freeze
from kpis.services.results import ResultEntry, result_compute, result_import, result_save
from kpis.services.scorecards import scorecard_clone, scorecard_open

__all__ = [
    "EvaluatorLetter",
    "Frozen",
    "ResultEntry",
    "evaluator_score_record",
    "evidence_add",
    "evidence_remove",
    "evidence_taken",
    "forecast_clear",
    "forecast_set",
    "result_appeal",
    "result_compute",
    "result_import",
    "result_save",
    "round_freeze",
    "scorecard_clone",
    "scorecard_open",
]
