"""The acts on a case: which form each asks for, on which page it stands, what it does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from cpd_portal.core.models import User
from registrar.choices import (
    CaseState,
    Conduct,
    Ending,
    HearingManner,
    PersonPart,
    StopReason,
    Verdict,
)
from registrar.forms import assessment
from registrar.forms import cases as forms
from registrar.models import Case, CaseHearing, CaseTask
from registrar.selectors.case_page import CasePage
from registrar.services import case_decisions, case_hearings, case_opinions, case_work, cases

Run = Callable[[User, Case, Any, date], object]
Offered = Callable[[CasePage], bool]


@dataclass(frozen=True)
class CaseAction:
    """`tab`: the page of the case on which its form stands. `offered`: whether the person could
    do it now, as far as the page knows; the service decides."""

    slug: str
    label: str
    tab: str
    form: type[forms.ActForm]
    run: Run
    offered: Offered
    takes_file: bool = False


def _given(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _base(actor: User, case: Case, form: Any, today: date) -> dict[str, Any]:
    version = form.cleaned_data["version"]
    return {"actor": actor, "case": case, "version": version, "today": today}


def _describe(actor: User, case: Case, form: Any, today: date) -> object:
    conduct = [Conduct(code) for code in form.cleaned_data["conduct"]]
    given = _given(form, "title", "facts", "clause", "amount")
    return cases.case_describe(**_base(actor, case, form, today), **given, conduct=conduct)


def _assign(actor: User, case: Case, form: Any, today: date) -> object:
    person = User.objects.get(pk=form.cleaned_data["handler"])
    return cases.case_assign(**_base(actor, case, form, today), handler=person)


def _task(actor: User, case: Case, form: Any, today: date) -> object:
    owner = User.objects.get(pk=form.cleaned_data["owner"])
    given = _given(form, "id", "title", "due_on")
    return case_work.task_give(**_base(actor, case, form, today), **given, owner=owner)


def _task_done(actor: User, case: Case, form: Any, today: date) -> object:
    rows = CaseTask.objects.visible_to(actor).select_related("case")
    task = get_object_or_404(rows, case=case, pk=form.cleaned_data["task"])
    return case_work.task_done(
        actor=actor, task=task, today=today, **_given(form, "version", "note")
    )


def _stop(actor: User, case: Case, form: Any, today: date) -> object:
    because = StopReason(form.cleaned_data["because"])
    given = _given(form, "words", "from_on")
    return case_work.clock_stop(**_base(actor, case, form, today), because=because, **given)


def _resume(actor: User, case: Case, form: Any, today: date) -> object:
    return case_work.clock_resume(**_base(actor, case, form, today), **_given(form, "until_on"))


def _paper(actor: User, case: Case, form: Any, today: date) -> object:
    given = _given(form, "item", "title")
    upload = form.cleaned_data["file"]
    return case_work.paper_add(**_base(actor, case, form, today), **given, upload=upload)


def _person(actor: User, case: Case, form: Any, today: date) -> object:
    part = PersonPart(form.cleaned_data["part"])
    given = _given(form, "id", "name", "position", "contact")
    return case_work.person_add(**_base(actor, case, form, today), part=part, **given)


def _assess(actor: User, case: Case, form: Any, today: date) -> object:
    return case_work.case_assess(**_base(actor, case, form, today), answers=form.answers())


def _conflict(actor: User, case: Case, form: Any, today: date) -> object:
    return case_opinions.conflict_declare(
        **_base(actor, case, form, today), has_conflict=True, **_given(form, "words")
    )


def _hearing_call(actor: User, case: Case, form: Any, today: date) -> object:
    given = _given(form, "party", "called_on", "document_no", "reply_by")
    return case_hearings.hearing_call(**_base(actor, case, form, today), **given)


def _hearing(actor: User, case: Case, form: Any, today: date) -> object:
    key = form.cleaned_data["hearing"]
    called = get_object_or_404(CaseHearing, case=case, pk=key) if key else None
    return case_hearings.hearing_record(
        **_base(actor, case, form, today),
        **_given(form, "party", "heard_on", "statement"),
        hearing=called,
        manner=HearingManner(form.cleaned_data["manner"]),
    )


def _propose(actor: User, case: Case, form: Any, today: date) -> object:
    return case_opinions.case_propose(**_base(actor, case, form, today), values=form.values())


def _sign(actor: User, case: Case, form: Any, today: date) -> object:
    return case_opinions.opinion_sign(
        **_base(actor, case, form, today),
        **_given(form, "position"),
        verdict=Verdict(form.cleaned_data["verdict"]),
        values=form.values(),
    )


def _return(actor: User, case: Case, form: Any, today: date) -> object:
    return case_opinions.case_return(**_base(actor, case, form, today), **_given(form, "reason"))


def _decide(actor: User, case: Case, form: Any, today: date) -> object:
    given = _given(form, "amount")
    return case_decisions.case_decide(
        **_base(actor, case, form, today), values=form.values(), **given
    )


def _end(actor: User, case: Case, form: Any, today: date) -> object:
    ending = Ending(form.cleaned_data["ending"])
    given = _given(form, "appealed", "reason")
    return cases.case_end(**_base(actor, case, form, today), ending=ending, **given)


def _close(actor: User, case: Case, form: Any, today: date) -> object:
    return cases.case_close(**_base(actor, case, form, today), **_given(form, "reason"))


def _undecided(page: CasePage) -> bool:
    return page.acts and page.case.is_undecided


def _state(*states: CaseState) -> Offered:
    return lambda page: page.acts and page.case.state in states


def _is_asked(page: CasePage) -> bool:
    """By the chain, or as one who may decide."""
    return _undecided(page) and bool(page.mine & set(page.case.awaits))


MAIN, WORK, OPINIONS, PERSONS = "case", "case-work", "case-opinions", "case-persons"
_ACTIONS = (
    CaseAction("assess", "ประเมินอำนาจที่ใช้ได้", MAIN, assessment.AssessForm, _assess,
               lambda page: _undecided(page) and page.case.institution_id is not None),
    CaseAction("describe", "แก้ไขข้อเท็จจริง", PERSONS, forms.DescribeForm, _describe,
               _state(CaseState.PREPARING)),
    CaseAction("stop", "หยุดนับเวลา", MAIN, forms.StopForm, _stop,
               lambda page: _undecided(page) and page.case.stopped_on is None),
    CaseAction("resume", "นับเวลาต่อ", MAIN, forms.ResumeForm, _resume,
               lambda page: page.acts and page.case.stopped_on is not None),
    CaseAction("end", "บันทึกผลของเรื่อง", MAIN, forms.EndForm, _end, _state(CaseState.DECIDED)),
    CaseAction("close", "ปิดสำนวน", MAIN, forms.ReasonForm, _close,
               lambda page: page.acts and page.leads),
    CaseAction("assign", "มอบหมายผู้รับผิดชอบ", WORK, forms.AssignForm, _assign,
               lambda page: page.acts and page.leads),
    CaseAction("task", "มอบหมายงาน", WORK, forms.TaskForm, _task, lambda page: page.acts),
    CaseAction("task-done", "บันทึกว่าทำเสร็จแล้ว", WORK, forms.TaskDoneForm, _task_done,
               lambda page: False),
    CaseAction("paper", "ส่งเอกสาร", WORK, forms.PaperForm, _paper, lambda page: page.acts,
               takes_file=True),
    CaseAction("person", "เพิ่มบุคคล", PERSONS, forms.PersonForm, _person, lambda page: page.acts),
    CaseAction("propose", "เสนอความเห็น", OPINIONS, forms.OpinionForm, _propose,
               lambda page: _undecided(page) and page.case.state == CaseState.PREPARING
               and page.is_mine),
    CaseAction("sign", "ลงความเห็น", OPINIONS, forms.SignForm, _sign, lambda page: False),
    CaseAction("decide", "ตัดสิน", OPINIONS, forms.DecisionForm, _decide,
               lambda page: page.case.state == CaseState.DECIDING and _is_asked(page)),
    CaseAction("return", "ส่งกลับให้หาข้อเท็จจริงเพิ่ม", OPINIONS, forms.ReasonForm, _return,
               lambda page: page.case.state != CaseState.PREPARING and _is_asked(page)),
    CaseAction("hearing-call", "แจ้งให้ชี้แจง", OPINIONS, forms.HearingCallForm, _hearing_call,
               _undecided),
    CaseAction("hearing", "บันทึกการรับฟัง", OPINIONS, forms.HearingForm, _hearing, _undecided),
    CaseAction("conflict", "แจ้งว่ามีส่วนได้เสีย", OPINIONS, forms.ConflictForm, _conflict,
               lambda page: page.acts),
)  # fmt: skip
ACTIONS = {action.slug: action for action in _ACTIONS}


def action_of(slug: str) -> CaseAction:
    if slug not in ACTIONS:
        raise Http404("ไม่มีหน้านี้")
    return ACTIONS[slug]


def actions_on(tab: str) -> Sequence[CaseAction]:
    return [action for action in _ACTIONS if action.tab == tab]
