"""The score that the evaluator finally gave."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import InvalidInput, StaleObject
from cpd_portal.core.models import User
from kpis.models import EvaluatorScore, Kpi
from kpis.services.guards import require_planner
from kpis.services.results import criterion_of


@dataclass(frozen=True, kw_only=True)
class EvaluatorLetter:
    score: Decimal
    agency: str
    letter_no: str
    letter_on: date
    note: str = ""


@recorded("kpis.evaluator_score.recorded")
def evaluator_score_record(
    *, actor: User, kpi: Kpi, round: Round, letter: EvaluatorLetter, version: int
) -> EvaluatorScore:
    """Beside our own score, whatever its state. `version` 0: nothing was recorded yet.

    Raises NotAllowed, InvalidInput or StaleObject.
    """
    require_planner(actor)
    criterion_of(kpi, round)
    _check(letter)
    rows = EvaluatorScore.objects.select_for_update().filter(kpi=kpi, round=round)
    held = rows.first()
    if (held.version if held else 0) != version:
        raise StaleObject
    score = held or EvaluatorScore(kpi=kpi, round=round)
    for name, value in asdict(letter).items():
        setattr(score, name, value)
    score.recorded_by, score.version = actor, version + 1
    score.save()
    return score


def _check(letter: EvaluatorLetter) -> None:
    errors = []
    if not 0 <= letter.score <= 100:
        errors.append(("/score", "คะแนนต้องอยู่ระหว่าง 0 ถึง 100"))
    if not letter.agency.strip():
        errors.append(("/agency", "ระบุหน่วยงานที่ประเมิน"))
    if not letter.letter_no.strip():
        errors.append(("/letter_no", "ระบุเลขที่หนังสือ"))
    if letter.letter_on > timezone.localdate():
        errors.append(("/letter_on", "วันที่ของหนังสือต้องไม่อยู่ในอนาคต"))
    if errors:
        raise InvalidInput(errors)
