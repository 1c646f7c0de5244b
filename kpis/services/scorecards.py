"""Opening the scorecard of a year for entry."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import figure_set
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.figures.services import figures_copy
from cpd_portal.core.models import EntryPeriod, User
from cpd_portal.core.reference import SyncCount
from cpd_portal.core.years.guards import require_year_opener
from kpis.choices import SCORECARD_SET
from kpis.entry import FORM_CODE
from kpis.models import Criterion, Scorecard
from kpis.rules import shown
from kpis.services.guards import require_planner

NOTHING_IN_FORCE = "ใบคะแนนปีนี้ยังไม่มีรุ่นที่ใช้อยู่ จึงยังทำสำเนาไม่ได้"
OPENED_ALREADY = "ใบคะแนนปีนี้เปิดให้บันทึกผลอยู่แล้ว"
NOT_PRINTED = "เอกสารไม่ได้พิมพ์กำหนดของตัวชี้วัดนี้ ใช้เดือนเดียวกับตัวชี้วัดที่พิมพ์ไว้"


@recorded("kpis.scorecard.opened")
def scorecard_open(*, actor: User, scorecard: Scorecard) -> Scorecard:
    """Offices can enter from now on: one entry period for each KPI and round.

    Raises NotAllowed, or RuleViolation: open already, weights that do not sum to 100, a KPI
    without an owner.
    """
    require_planner(actor)
    return _open(actor, scorecard)


@recorded("kpis.scorecard.opened")
def scorecard_open_with_year(*, actor: User, scorecard: Scorecard) -> Scorecard:
    """As `scorecard_open`, by who opens the year. Raises NotAllowed or RuleViolation."""
    require_year_opener(actor)
    return _open(actor, scorecard)


@recorded("kpis.scorecard.closed")
def scorecard_close(*, actor: User, scorecard: Scorecard) -> None:
    """The year is not opened after all: its entry periods go, nobody has entered yet.

    Raises NotAllowed, or ProtectedError where somebody has.
    """
    require_year_opener(actor)
    held: Scorecard = Scorecard.objects.select_for_update().get(pk=scorecard.pk)
    EntryPeriod.objects.filter(form=FORM_CODE, fiscal_year=held.fiscal_year).delete()
    held.opened_by, held.opened_at = None, None
    held.save(update_fields=["opened_by", "opened_at"])


def _open(actor: User, scorecard: Scorecard) -> Scorecard:
    held: Scorecard = Scorecard.objects.select_for_update().get(pk=scorecard.pk)
    if held.opened_at is not None:
        raise RuleViolation(OPENED_ALREADY)
    _require_weights(held)
    _require_owners(held)
    periods_sync(held)
    held.opened_by, held.opened_at = actor, timezone.now()
    held.save(update_fields=["opened_by", "opened_at"])
    return held


@recorded("kpis.scorecard.cloned")
def scorecard_clone(*, actor: User, scorecard: Scorecard) -> FigureVersion:
    """The version in force as the first proposal for the next year, for another person to sign.

    Raises NotAllowed or RuleViolation (the next year has a scorecard, nothing in force).
    """
    version = version_in_force(SCORECARD_SET, scorecard.fiscal_year)
    if version is None:
        raise RuleViolation(NOTHING_IN_FORCE)
    following = scorecard.fiscal_year + 1
    return figures_copy(
        actor=actor,
        figures=figure_set(SCORECARD_SET),
        version=version,
        fiscal_year=following,
        source=f"สำเนาใบคะแนนปีงบประมาณ {scorecard.fiscal_year} รุ่นที่ {version.number}",
    )


def periods_sync(scorecard: Scorecard) -> SyncCount:
    """An entry period for every KPI and round that has none yet."""
    criteria = Criterion.objects.filter(kpi__scorecard=scorecard).select_related("kpi")
    count = SyncCount()
    for criterion in criteria:
        due = due_on(scorecard.fiscal_year, Round(criterion.round))
        _, created = EntryPeriod.objects.get_or_create(
            form=FORM_CODE,
            fiscal_year=scorecard.fiscal_year,
            round=criterion.round,
            subject=str(criterion.kpi.number),
            defaults={
                "due_on": due,
                "late_after": due,
                "source_note": criterion.kpi.reporting_window or NOT_PRINTED,
            },
        )
        count += SyncCount(created=int(created), unchanged=int(not created))
    return count


def due_on(fiscal_year: int, round: Round) -> date:
    """The end of April of the fiscal year, and the end of October after it."""
    year = fiscal_year - 543
    return date(year, 4, 30) if round == Round.SIX_MONTHS else date(year, 10, 31)


def _require_weights(scorecard: Scorecard) -> None:
    total: Decimal = scorecard.kpis.aggregate(total=Sum("weight"))["total"] or Decimal(0)
    if total != 100:
        raise RuleViolation(
            f"น้ำหนักของตัวชี้วัดรวมได้ {shown(total.normalize())} ต้องรวมได้ 100 พอดีจึงจะเปิดให้บันทึกผลได้"
        )


def _require_owners(scorecard: Scorecard) -> None:
    without = scorecard.kpis.filter(owner=None).order_by("number")
    numbers = ", ".join(str(number) for number in without.values_list("number", flat=True))
    if numbers:
        raise RuleViolation(f"ตัวชี้วัดที่ {numbers} ยังไม่มีหน่วยงานเจ้าของ")
