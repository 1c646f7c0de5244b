"""All measurements of a scorecard: every attempt at every result, with its score."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cpd_portal.core.models import User
from kpis.models import Criterion, EvaluatorScore, Kpi, KpiResult, Scorecard
from kpis.rules import Policy
from kpis.selectors.criteria import criteria_of
from kpis.selectors.results import Scored, scored, value_words


@dataclass(frozen=True)
class Measurement:
    """`counts`: the newest frozen attempt of its KPI and round, else the newest one."""

    kpi: Kpi
    criterion: Criterion
    result: KpiResult
    scored: Scored
    counts: bool
    evaluator: Decimal | None

    @property
    def words(self) -> str:
        return value_words(self.result.value, self.criterion)

    @property
    def number(self) -> Decimal | None:
        """The value of a single figure, in full; None for composite results."""
        value = self.result.value
        return Decimal(value) if isinstance(value, str) else None

    @property
    def state_words(self) -> str:
        if self.result.is_frozen:
            return "ปิดผนึกแล้ว"
        return str(self.result.submission.get_state_display())

    @property
    def letter_on(self) -> date | None:
        return self.result.letter_on

    @property
    def frozen_at(self) -> datetime | None:
        return self.result.frozen_at


def measurements_of(
    user: User, fiscal_year: int, round: str = "", number: int | None = None
) -> list[Measurement] | None:
    """By KPI, round and attempt; None for a year without a scorecard."""
    scorecard: Scorecard | None = (
        Scorecard.objects.visible_to(user)
        .for_year(fiscal_year)
        .prefetch_related("policies")
        .first()
    )
    if scorecard is None:
        return None
    rows: Any = KpiResult.objects.visible_to(user).filter(kpi__scorecard=scorecard)
    if round:
        rows = rows.filter(round=round)
    if number is not None:
        rows = rows.filter(kpi__number=number)
    ordered = rows.select_related("submission", "kpi").order_by("kpi__number", "round", "attempt")
    return _measured(list(ordered), scorecard.policy)


def _measured(results: list[KpiResult], policy: Policy) -> list[Measurement]:
    kpis = {result.kpi_id: result.kpi for result in results}
    criteria = criteria_of(kpis.values())
    given = _evaluator_scores(kpis)
    counting = _counting(results)
    found = []
    for result in results:
        key = (result.kpi_id, result.round)
        criterion = criteria[key]
        found.append(
            Measurement(
                kpi=result.kpi,
                criterion=criterion,
                result=result,
                scored=scored(result, criterion, policy),
                counts=counting[key] == result.pk,
                evaluator=given.get(key),
            )
        )
    return found


def _counting(results: list[KpiResult]) -> dict[tuple[int, str], int]:
    """Results come by attempt: the last frozen one, else the last one."""
    found: dict[tuple[int, str], KpiResult] = {}
    for result in results:
        key = (result.kpi_id, result.round)
        if key not in found or result.is_frozen or not found[key].is_frozen:
            found[key] = result
    return {key: result.pk for key, result in found.items()}


def _evaluator_scores(kpis: dict[int, Kpi]) -> dict[tuple[int, str], Decimal]:
    rows = EvaluatorScore.objects.filter(kpi__in=kpis)
    return {(row.kpi_id, row.round): row.score for row in rows}
