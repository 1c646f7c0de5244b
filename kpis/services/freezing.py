"""Freezing the approved results of a round, and opening one KPI again after an appeal."""

from dataclasses import dataclass

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Round, SubmissionState
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.models import User
from cpd_portal.core.services import submission_reopen
from kpis.choices import SCORECARD_SET
from kpis.models import Criterion, KpiResult, Scorecard
from kpis.services.guards import require_planner
from kpis.services.results import criterion_of
from kpis.services.stamps import digest, stamp_of

NOTHING_TO_FREEZE = "ยังไม่มีผลที่อนุมัติแล้วของรอบนี้ให้ปิดผนึก"
NOT_FROZEN = "ผลนี้ยังไม่ปิดผนึก จึงยังไม่มีอะไรให้อุทธรณ์ หากต้องแก้ไข ให้ขอให้ส่งกลับ"
NEEDS_REASON = "ระบุเหตุผลที่อุทธรณ์"
LATER_ATTEMPT = "ผลนี้มีการอุทธรณ์แล้ว ให้ดูผลครั้งล่าสุด"


@dataclass(frozen=True)
class Frozen:
    """`waiting`: numbers of the KPIs of the round whose result is not approved yet."""

    results: tuple[KpiResult, ...]
    waiting: tuple[int, ...]


@recorded("kpis.round.frozen")
def round_freeze(*, actor: User, scorecard: Scorecard, round: Round) -> Frozen:
    """Freezes every approved result of the round; the others stay as they are and are named.

    Raises NotAllowed, or RuleViolation where nothing is approved.
    """
    require_planner(actor)
    results = _approved(scorecard, round)
    if not results:
        raise RuleViolation(NOTHING_TO_FREEZE)
    version = version_in_force(SCORECARD_SET, scorecard.fiscal_year)
    for result in results:
        _freeze(actor, result, scorecard, version)
    criteria = Criterion.objects.filter(kpi__scorecard=scorecard, round=round)
    done = KpiResult.objects.frozen().filter(kpi__scorecard=scorecard, round=round)
    waiting = criteria.exclude(kpi__in=done.values("kpi")) | criteria.filter(
        kpi__in=KpiResult.objects.open()
        .filter(kpi__scorecard=scorecard, round=round)
        .values("kpi")
    )
    numbers = waiting.order_by("kpi__number").values_list("kpi__number", flat=True)
    return Frozen(tuple(results), tuple(numbers))


@recorded("kpis.result.appealed")
def result_appeal(
    *, actor: User, result: KpiResult, reason: str, document_no: str = ""
) -> KpiResult:
    """The next attempt, open for its owner, with the frozen one's values and papers; the frozen
    one stays as it is.

    Raises NotAllowed or RuleViolation (not frozen, appealed already, no reason).
    """
    require_planner(actor)
    held: KpiResult = (
        KpiResult.objects.select_for_update(of=("self",))
        .select_related("submission")
        .get(pk=result.pk)
    )
    if not held.is_frozen:
        raise RuleViolation(NOT_FROZEN)
    if KpiResult.objects.of_round(held.kpi, held.round).filter(attempt__gt=held.attempt).exists():
        raise RuleViolation(LATER_ATTEMPT)
    if not reason.strip():
        raise RuleViolation(NEEDS_REASON)
    submission_reopen(actor=actor, submission=held.submission, reason=reason)
    return _next_attempt(actor, held, reason.strip(), document_no.strip())


def _approved(scorecard: Scorecard, round: Round) -> list[KpiResult]:
    """Held with their submissions, so that nothing is returned meanwhile."""
    rows = KpiResult.objects.open().filter(
        kpi__scorecard=scorecard, round=round, submission__state=SubmissionState.APPROVED
    )
    return list(
        rows.select_for_update(of=("self", "submission"))
        .select_related("kpi", "submission")
        .prefetch_related("kpi__criteria__tiers", "kpi__owner", "evidence")
        .order_by("kpi__number")
    )


def _freeze(
    actor: User, result: KpiResult, scorecard: Scorecard, version: FigureVersion | None
) -> None:
    criterion = criterion_of(result.kpi, result.round)
    result.stamp = stamp_of(result, criterion, scorecard, version)
    result.stamp_sha256 = digest(result.stamp)
    result.frozen_by, result.frozen_at = actor, timezone.now()
    result.save(update_fields=["stamp", "stamp_sha256", "frozen_by", "frozen_at"])


CARRIED = (
    "basis",
    "value",
    "inputs",
    "partial",
    "notes",
    "agency",
    "letter_no",
    "letter_on",
    "remark",
    "entered_by",
)


def _next_attempt(actor: User, held: KpiResult, reason: str, document_no: str) -> KpiResult:
    following: KpiResult = KpiResult.objects.create(
        kpi=held.kpi,
        round=held.round,
        attempt=held.attempt + 1,
        submission=held.submission,
        appeal_reason=reason,
        appeal_document_no=document_no,
        appealed_by=actor,
        appealed_at=timezone.now(),
        **{name: getattr(held, name) for name in CARRIED},
    )
    for paper in held.evidence.all():
        paper.pk, paper.result = None, following
        paper.save(force_insert=True)
    return following
