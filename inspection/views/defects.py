"""The defect board, one defect with its acts, recording, and the defects of an institution."""

from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.counted_paginator import CountedPaginator
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.saved_filters.selectors import saved_filters
from cpd_portal.core.scoping import ScopedViewMixin
from cpd_portal.thai.formatting import format_number
from inspection.choices import Category, DefectAct, Severity, Source
from inspection.defect_policies import defect_policies
from inspection.forms.defects import (
    BOARD,
    ActForm,
    ActionDoneForm,
    ActionForm,
    AsOfForm,
    BoardForm,
    DefectForm,
    OverviewForm,
    PaperForm,
)
from inspection.models import CorrectiveAction, Defect
from inspection.rules.defects import RECORDERS, TABLE
from inspection.selectors.board import (
    Board,
    BoardLine,
    board,
    board_lines,
    defects_of,
    narrowed,
)
from inspection.selectors.defect import DefectPage, defect_page, defect_seen, institution_defects
from inspection.selectors.defect_links import defect_links
from inspection.selectors.overview import overview
from inspection.selectors.remembered import remembered
from inspection.services.defects import defect_act, defect_record

PER_PAGE = 50
_ANY = UUID(int=0)


class BoardView(View):
    """Everybody in scope may look. The address holds the filters, so that it can be kept."""

    def get(self, request: PortalRequest) -> HttpResponse:
        today = timezone.localdate()
        form = BoardForm(_asked(request), offices=request.work.offices)
        choice = form.chosen(today)
        if "office" in form.errors:
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        rows = defects_of(request.user, choice)
        counts, counted_at = remembered(
            request.user,
            replace(choice, stage="", late="", sort="", q=choice.q.strip()),
            lambda: board(rows, today),
            Board.count,
        )
        count = counts.count(choice.stage, choice.late)
        found = CountedPaginator(narrowed(rows, choice), PER_PAGE, count=count)
        page = found.get_page(request.GET.get("page"))
        context = {
            "form": form,
            "choice": choice,
            "board": counts,
            "counted_at": counted_at,
            "links": _links(request),
            "saved": saved_filters(request.user, BOARD, form),
            "page": page,
            "lines": [_drawn(line) for line in board_lines(page.object_list, today)],
            "policies": defect_policies(),
            "result": f"{format_number(count)} รายการ",
        }
        return render(request, "inspection/defects.html", context)


def _drawn(line: BoardLine) -> dict[str, object]:
    """As the template shows it, by name: for fifty rows looking through the objects takes longer
    than reading them."""
    defect = line.defect
    institution = defect.institution
    return {
        "address": _address("inspection:defect").format(defect.pk),
        "title": defect.title,
        "severity": Severity(defect.severity).label,
        "found_on": defect.found_on,
        "source": Source(defect.source).label,
        "recurs": defect.recurs_id is not None,
        "institution": institution.name,
        "institution_address": _address("inspection:institution").format(
            quote(institution.registration_no)
        ),
        "office": defect.office.short_name,
        "category": Category(defect.category).label,
        "stage": line.stage.value,
        "stage_words": line.stage.label,
        "look": line.clock.look,
        "icon": line.clock.icon,
        "words": line.clock.words,
        "due_on": defect.due_on,
        "step": line.clock.step,
        "amount": defect.amount,
    }


@cache
def _address(name: str) -> str:
    """With a place for the key: the patterns are looked up once, not for every row."""
    return reverse(name, args=[_ANY]).replace(str(_ANY), "{}")


class OverviewView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        form = OverviewForm(_asked(request), offices=request.work.offices)
        if not form.is_valid():
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        office, year, today = (
            form.cleaned_data["office"],
            request.work.fiscal_year,
            timezone.localdate(),
        )
        shown, counted_at = remembered(
            request.user,
            ("overview", office, year, today),
            lambda: overview(request.user, office, year, today),
            lambda found: found.open + found.closed,
        )
        context = {
            "form": form,
            "overview": shown,
            "counted_at": counted_at,
            "policies": shown.policies,
        }
        return render(request, "inspection/overview.html", context)


class InstitutionDefectsView(ScopedViewMixin, View):
    model = Institution
    request: PortalRequest

    def get(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        institution = get_object_or_404(
            self.get_queryset().select_related("office"), registration_no=registration_no
        )
        form = AsOfForm(request.GET)
        as_of = form.chosen(timezone.localdate())
        context = {
            "form": form,
            "shown": institution_defects(request.user, institution, as_of),
            "may_record": request.user.has_role(*RECORDERS, at=institution.office),
        }
        return render(request, "inspection/institution.html", context)


class DefectNewView(ScopedViewMixin, View):
    model = Institution
    required_roles = RECORDERS
    request: PortalRequest

    def get(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        institution = self._institution(registration_no)
        inspects = request.user.has_role(Role.INSPECTOR, at=institution.office)
        initial = {
            "id": uuid4(),
            "found_on": timezone.localdate(),
            "source": Source.INSPECTOR if inspects else Source.PROMOTION,
        }
        return self._page(institution, DefectForm(initial=initial))

    def post(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        institution = self._institution(registration_no)
        form = DefectForm(request.POST)
        if not form.is_valid():
            return self._page(institution, form, status=422)
        try:
            defect = defect_record(actor=request.user, values=form.values(institution))
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(institution, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(institution, form, status=422)
        messages.success(request, "บันทึกแล้ว")
        return redirect("inspection:defect", defect.pk)

    def _institution(self, registration_no: str) -> Institution:
        found: Institution = get_object_or_404(
            self.get_queryset().select_related("office"), registration_no=registration_no
        )
        if not self.request.user.has_role(*RECORDERS, at=found.office):
            raise PermissionDenied(f"บันทึกได้เฉพาะเจ้าหน้าที่ ผู้ตรวจการ และหัวหน้าของ{found.office.name}")
        return found

    def _page(self, institution: Institution, form: DefectForm, status: int = 200) -> HttpResponse:
        context = {"institution": institution, "form": form, "policies": defect_policies()}
        return render(self.request, "inspection/defect_new.html", context, status=status)


class DefectView(View):
    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        return defect_response(request, pk)


class DefectActView(View):
    """One act of the table; who may do it is decided by the service."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID, act: str) -> HttpResponse:
        defect = get_object_or_404(Defect.objects.visible_to(request.user), pk=pk)
        chosen = _act(act)
        move = TABLE.get((defect.place, chosen))
        if move is None:
            move = next(row for (_, of), row in TABLE.items() if of == chosen)
        form = ActForm(request.POST, act=chosen, move=move, version=defect.version)
        if not form.is_valid():
            return defect_response(request, pk, form, status=422)
        try:
            defect_act(actor=request.user, defect=defect, act=chosen, **form.said())
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return defect_response(request, pk, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return defect_response(request, pk, form, status=422)
        except StaleObject as error:
            form.add_error(None, error.message)
            defect.refresh_from_db(fields=["version"])
            form.renew(defect.version)
            return defect_response(request, pk, form, status=409)
        messages.success(request, f"บันทึก “{chosen.label}” แล้ว")
        return redirect("inspection:defect", pk)


def defect_response(
    request: PortalRequest, pk: UUID, bound: Any = None, status: int = 200
) -> HttpResponse:
    """The page of the defect; `bound` is the form that was sent, with its errors."""
    today = timezone.localdate()
    defect = get_object_or_404(defect_seen(request.user, today), pk=pk)
    page = defect_page(request.user, defect, today)
    context = {
        "page": page,
        "defect": defect,
        "forms": _forms(page.acts, defect, bound),
        "actions": _actions(page, bound),
        "new_action": bound if isinstance(bound, ActionForm) else ActionForm(),
        "may_merge": any(act == DefectAct.MERGED for act, _ in page.acts),
        "links": defect_links(),
        "bound": bound,
        "is_conflict": status == 409,
        "paper": bound if isinstance(bound, PaperForm) else PaperForm(initial={"id": uuid4()}),
        "policies": page.policies,
    }
    return render(request, "inspection/defect.html", context, status=status)


def _forms(acts: Any, defect: Defect, bound: Any) -> list[ActForm]:
    """One for each act that the person may do now; merging has its own page, and letters are
    made where they are written."""
    elsewhere = (DefectAct.MERGED, DefectAct.LETTER_MADE)
    sent = getattr(bound, "act", None)
    return [
        bound if act == sent else ActForm(act=act, move=move, version=defect.version)
        for act, move in acts
        if act not in elsewhere
    ]


def _actions(page: DefectPage, bound: Any) -> list[tuple[CorrectiveAction, Any]]:
    """What has to be done, each with the form that says it is done, None where nobody asks.
    A form that was refused is shown with what was typed, whatever has happened meanwhile."""
    sent = bound.action.pk if isinstance(bound, ActionDoneForm) else None
    return [
        (action, bound if action.pk == sent else _done_form(page, action))
        for action in page.actions
    ]


def _done_form(page: DefectPage, action: CorrectiveAction) -> ActionDoneForm | None:
    if not page.may_record or action.done_on is not None:
        return None
    return ActionDoneForm(action=action)


def _act(name: str) -> DefectAct:
    """Of the acts that are done on the page of a defect."""
    acts = {act.value: act for _, act in TABLE if act != DefectAct.MERGED}
    if name not in acts:
        raise Http404("ไม่มีหน้านี้")
    return acts[name]


def _asked(request: PortalRequest) -> dict[str, Any]:
    """The address, and where it is silent the office that the person works in."""
    office = request.work.office
    return {"office": office.code if office else "", **request.GET.dict()}


def _links(request: PortalRequest) -> str:
    """The filters without what the figures above the list set."""
    kept = request.GET.copy()
    for name in ("stage", "late", "page"):
        kept.pop(name, None)
    return kept.urlencode()
