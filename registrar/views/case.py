"""One case: its page, papers and tasks, opinions, persons; every act on it."""

from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views import View

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.request import PortalRequest
from registrar.choices import CaseState, Conduct
from registrar.forms.cases import ActForm, SignForm, TaskDoneForm
from registrar.framework import Framework, Power
from registrar.models import Case, CasePaper
from registrar.selectors.case_lists import CaseLine
from registrar.selectors.case_page import (
    CaseOpinions,
    CasePage,
    CaseWork,
    case_opinions,
    case_page,
    case_seen,
    case_work,
    hearings_of,
    steps_of,
)
from registrar.selectors.case_roles import works_at
from registrar.selectors.judged_facts import judged_facts
from registrar.selectors.powers import framework
from registrar.selectors.precedents import precedents
from registrar.services.case_work import paper_read, read_log
from registrar.views.case_acts import CaseAction, action_of, actions_on

TEMPLATES = {
    "case": "registrar/case.html",
    "case-work": "registrar/case_work.html",
    "case-opinions": "registrar/case_opinions.html",
    "case-persons": "registrar/case_persons.html",
}


class CaseTabView(View):
    """One of the pages of a case, also with a form that was refused."""

    tab = "case"
    request: PortalRequest

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        return self.page(self.case(pk))

    def case(self, pk: UUID) -> Case:
        found: Case = get_object_or_404(case_seen(self.request.user), pk=pk)
        return found

    def page(
        self,
        case: Case,
        tab: str = "",
        bound: ActForm | None = None,
        slug: str = "",
        status: int = 200,
    ) -> HttpResponse:
        tab = tab or self.tab
        page = case_page(self.request.user, case, timezone.localdate())
        beside = _BESIDE[tab](self, page)
        options = beside.pop("options", {})
        context = {
            "page": page,
            "case": case,
            "line": CaseLine(case, page.clock),
            "here": tab,
            "forms": self._forms(page, tab, bound, slug, options),
            "bound": bound,
            "is_conflict": status == 409,
            **beside,
        }
        return render(self.request, TEMPLATES[tab], context, status=status)

    def main(self, page: CasePage) -> dict[str, Any]:
        trace = page.case.assessment or {}
        return {
            "steps": steps_of(page),
            "precedents": precedents(page.case),
            "judged_by": judged_facts(trace),
            "powers": {
                verdict: [row for row in trace.get("powers", []) if row["verdict"] == verdict]
                for verdict in ("applies", "unknown", "does_not")
            },
            "clause": page.mask(page.case.clause),
            "conduct": ", ".join(str(Conduct(code).label) for code in page.case.conduct),
        }

    def work(self, page: CasePage) -> dict[str, Any]:
        shown: CaseWork = case_work(page)
        tasks = [(task, self._done_form(page, task)) for task in shown.tasks]
        return {"held": shown, "tasks": tasks, "options": {"people": shown.people}}

    def opinions(self, page: CasePage) -> dict[str, Any]:
        held = framework()
        shown: CaseOpinions = case_opinions(self.request.user, page, held.titles)
        options: dict[str, Any] = {
            "hearings": shown.hearings,
            "powers": self._powers(page, held),
        }
        sign = [
            SignForm(
                case=page.case,
                prefix=f"sign{step.position}",
                initial={"position": step.position},
                **options,
            )
            for step in (shown.mine if page.acts else [])
        ]
        decision = getattr(page.case, "decision", None)
        return {
            "decision_reason": page.mask(decision.reason) if decision else "",
            "decision_departure": page.mask(decision.departure) if decision else "",
            "opinions": shown,
            "options": options,
            "sign": list(zip(shown.mine, sign, strict=False)),
        }

    def persons(self, page: CasePage) -> dict[str, Any]:
        """The names themselves: who may not open them never gets here."""
        try:
            read_log(actor=self.request.user, case=page.case, request_id=_request_id())
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        return {}

    def _powers(self, page: CasePage, held: Framework) -> list[Power]:
        case = page.case
        if not (page.acts and case.is_undecided):
            return []
        about = case.institution
        if about is None:
            return [power for power in held.powers if not power.for_groups]
        return held.over(about.kind, about.type.code)

    def _done_form(self, page: CasePage, task: Any) -> ActForm | None:
        own = self.request.user.pk in (task.owner_id, task.given_by_id)
        if task.done_on is not None or not own or not page.acts:
            return None
        return TaskDoneForm(case=page.case, prefix=f"t{task.pk}", initial={"task": task.pk})

    def _forms(
        self, page: CasePage, tab: str, bound: ActForm | None, slug: str, options: Any
    ) -> list[tuple[CaseAction, ActForm]]:
        found = []
        for action in actions_on(tab):
            if action.slug == slug and bound is not None:
                found.append((action, bound))
            elif action.offered(page):
                initial = _initial(action, page.case)
                form = action.form(case=page.case, prefix=action.slug, initial=initial, **options)
                found.append((action, form))
        return found


_BESIDE = {
    "case": CaseTabView.main,
    "case-work": CaseTabView.work,
    "case-opinions": CaseTabView.opinions,
    "case-persons": CaseTabView.persons,
}


class CaseView(CaseTabView):
    tab = "case"


class CaseWorkView(CaseTabView):
    tab = "case-work"


class CaseOpinionsView(CaseTabView):
    tab = "case-opinions"


class CasePersonsView(CaseTabView):
    tab = "case-persons"


class CaseActView(CaseTabView):
    """One act; who may do it is decided by the service."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID, act: str) -> HttpResponse:
        action = action_of(act)
        case = self.case(pk)
        if not works_at(request.user, case.office):
            raise PermissionDenied(f"ทำได้เฉพาะผู้ปฏิบัติงานของ{case.office.name} นิติกร และนายทะเบียน")
        form = self._bound(action, case)
        if not form.is_valid():
            return self.page(case, action.tab, form, act, status=422)
        try:
            action.run(request.user, case, form, timezone.localdate())
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.page(self.case(pk), action.tab, form, act, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self.page(self.case(pk), action.tab, form, act, status=422)
        except StaleObject as error:
            form.add_error(None, error.message)
            current = self.case(pk)
            form.renew(current.version)
            return self.page(current, action.tab, form, act, status=409)
        messages.success(request, f"บันทึก “{action.label}” แล้ว")
        return redirect(f"registrar:{action.tab}", pk)

    def _bound(self, action: CaseAction, case: Case) -> ActForm:
        page = case_page(self.request.user, case, timezone.localdate())
        options: dict[str, Any] = {}
        if action.tab == "case-work":
            options["people"] = case_work(page).people
        if action.tab == "case-opinions":
            options["hearings"] = hearings_of(page)
            options["powers"] = self._powers(page, framework())
        files = self.request.FILES if action.takes_file else None
        return action.form(self.request.POST, files, case=case, prefix=action.slug, **options)


class CasePaperView(View):
    """The file of a paper, for the case's roles; every opening is logged."""

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        rows = CasePaper.objects.visible_to(request.user).select_related("case__office")
        paper: CasePaper = get_object_or_404(rows, pk=pk)
        try:
            content = paper_read(actor=request.user, paper=paper, request_id=_request_id())
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        response = HttpResponse(content, content_type=paper.content_type)
        response["Content-Disposition"] = content_disposition_header(True, paper.name)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))


def _initial(action: CaseAction, case: Case) -> dict[str, Any]:
    """What the form begins with, as the case is."""
    if action.slug == "describe":
        names = ("title", "facts", "clause", "amount", "conduct")
        return {name: getattr(case, name) for name in names}
    if action.slug == "assign":
        return {"handler": str(case.handler_id or "")}
    if action.slug == "assess":
        return {name: _shown(value) for name, value in _answers(case).items()}
    if action.slug == "decide" and case.state == CaseState.DECIDING:
        return {"amount": case.amount}
    return {}


def _answers(case: Case) -> dict[str, Any]:
    answers: dict[str, Any] = (case.assessment or {}).get("answers", {})
    return answers


def _shown(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
