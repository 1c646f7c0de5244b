"""Dated changes of one institution: standing, accounting year-end, name, office.

A change may be dated before one that is stored already: documents arrive late. The current
value is always that of the newest date.
"""

from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from coops import rules
from coops.choices import Standing
from coops.entry import FORM_CODE
from coops.models import Institution, NameChange, OfficeMove, StandingChange, YearEndChange
from coops.services.guards import require_decider, require_keeper
from coops.services.papers import Paper, held, once_a_day, require_paper, store
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import OrgUnit, Submission, User

ONE_DAY = timedelta(days=1)
UNSENT = (SubmissionState.DRAFT, SubmissionState.RETURNED)


@recorded("coops.institution.standing_changed")
def standing_change(
    *, actor: User, institution: Institution, version: int, standing: str, paper: Paper
) -> StandingChange:
    """Raises NotAllowed, StaleObject, or InvalidInput: the standing cannot follow the one
    before it, or the stored one after it could not follow this one."""
    current = held(institution, version)
    require_keeper(actor, current.office)
    require_paper(paper, current)
    changes = list(current.standing_changes.all())
    once_a_day([row.effective_on for row in changes], paper.effective_on)
    before = _standing_before(current, changes, paper.effective_on)
    following = next((row for row in changes if row.effective_on > paper.effective_on), None)
    _require_order(before, standing, following)
    return put_standing(current, before, standing, paper, following)


def put_standing(
    institution: Institution,
    before: str,
    standing: str,
    paper: Paper,
    following: StandingChange | None = None,
) -> StandingChange:
    """Stores the change; the following one, if any, then begins from this standing."""
    change = StandingChange.objects.create(
        institution=institution, before=before, standing=standing, **paper.columns()
    )
    if following is None:
        institution.standing = standing
    else:
        following.before = standing
        following.save(update_fields=["before"])
    store(institution, "standing")
    return change


def _standing_before(institution: Institution, changes: list[StandingChange], day: date) -> str:
    history = [row.as_change() for row in changes]
    return rules.value_then(day - ONE_DAY, institution.standing, history)


def _require_order(before: str, standing: str, following: StandingChange | None) -> None:
    if standing not in Standing.values:
        raise InvalidInput([("/standing", "ไม่รู้จักสถานะนี้")])
    label = Standing(standing).label
    if not before:
        raise InvalidInput([("/effective_on", "วันที่มีผลต้องไม่ก่อนวันที่จดทะเบียน")])
    if before == standing:
        raise InvalidInput([("/standing", f"ในวันนั้นสถานะเป็น “{label}” อยู่แล้ว")])
    if not rules.may_follow(before, standing):
        was = Standing(before).label
        raise InvalidInput([("/standing", f"จาก “{was}” เปลี่ยนเป็น “{label}” ไม่ได้")])
    if following is not None and not rules.may_follow(standing, following.standing):
        raise InvalidInput(
            [("/standing", f"ขัดกับรายการถัดไปที่บันทึกไว้แล้ว ({following.get_standing_display()})")]
        )


@recorded("coops.institution.year_end_changed")
def year_end_change(
    *, actor: User, institution: Institution, version: int, month: int, day: int, paper: Paper
) -> YearEndChange:
    """Accounting years that end on or after the date of effect end on the new day. Raises
    NotAllowed, StaleObject or InvalidInput."""
    current = held(institution, version)
    require_keeper(actor, current.office)
    require_paper(paper, current)
    if not rules.is_day_of_year(month, day):
        raise InvalidInput([("/day", f"ไม่มีวันที่ {day} เดือน {month}")])
    changes = list(current.year_end_changes.all())
    require_newest([row.effective_on for row in changes], paper.effective_on)
    if current.year_end == (month, day):
        raise InvalidInput([("/day", "วันสิ้นปีบัญชีเป็นวันนี้อยู่แล้ว")])
    before_month, before_day = current.year_end
    change = YearEndChange.objects.create(
        institution=current,
        before_month=before_month,
        before_day=before_day,
        month=month,
        day=day,
        **paper.columns(),
    )
    current.accounting_year_end_month, current.accounting_year_end_day = month, day
    current.year_end_since = paper.effective_on
    store(current, "accounting_year_end_month", "accounting_year_end_day", "year_end_since")
    return change


@recorded("coops.institution.renamed")
def name_change(
    *, actor: User, institution: Institution, version: int, name: str, paper: Paper
) -> NameChange:
    """Raises NotAllowed, StaleObject or InvalidInput."""
    current = held(institution, version)
    require_keeper(actor, current.office)
    require_paper(paper, current)
    name = " ".join(name.split())
    if not name or name == current.name:
        message = "ชื่อเหมือนเดิม" if name else "กรุณากรอกชื่อใหม่"
        raise InvalidInput([("/name", message)])
    days = current.name_changes.values_list("effective_on", flat=True)
    require_newest(list(days), paper.effective_on)
    change = NameChange.objects.create(
        institution=current, before=current.name, name=name, **paper.columns()
    )
    current.name = name
    current.fill_keys()
    store(current, "name", "name_sort", "name_search")
    return change


@recorded("coops.institution.moved")
def office_move(
    *, actor: User, institution: Institution, version: int, to_office: OrgUnit, paper: Paper
) -> OfficeMove:
    """By headquarters or the chief of the giving office. The officer responsible belongs to the
    giving office and is taken off; what that office has sent stays its own, the assessments of
    years that neither office has sent go along.

    Raises NotAllowed, StaleObject or InvalidInput.
    """
    current = held(institution, version)
    giving = current.office
    require_decider(actor, giving)
    require_paper(paper, current)
    if not to_office.is_office or to_office == giving:
        raise InvalidInput([("/to_office", "กรุณาเลือกสำนักงานอื่นที่จะรับไปดูแล")])
    days = current.office_moves.values_list("effective_on", flat=True)
    require_newest(list(days), paper.effective_on)
    move = OfficeMove.objects.create(
        institution=current, from_office=giving, to_office=to_office, **paper.columns()
    )
    _take_unsent_along(current, giving, to_office)
    current.office, current.responsible = to_office, None
    store(current, "office", "responsible")
    return move


def require_newest(days: list[date], day: date) -> None:
    once_a_day(days, day)
    if any(stored > day for stored in days):
        raise InvalidInput([("/effective_on", "มีรายการที่มีผลหลังวันนี้บันทึกไว้แล้ว")])


def _take_unsent_along(institution: Institution, giving: OrgUnit, receiving: OrgUnit) -> None:
    """The submissions are locked: nobody sends while the rows change hands."""
    made = Submission.objects.select_for_update(of=("self",)).filter(
        office__in=(giving, receiving), period__form=FORM_CODE
    )
    sent = [row.period_id for row in made if row.state not in UNSENT]
    years = Submission.objects.filter(period__in=sent).values("period__fiscal_year")
    rows = institution.assessments.filter(office=giving).exclude(fiscal_year__in=years)
    rows.update(office=receiving, version=F("version") + 1, updated_at=timezone.now())
