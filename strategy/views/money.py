"""The ledger: of the whole plan, and of one project with its forms."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin
from cpd_portal.thai.formatting import format_number
from strategy.forms.money import (
    CarryOverForm,
    EntryForm,
    LedgerFilterForm,
    MoneyForm,
    ReversalForm,
)
from strategy.imports.ledger import LEDGER_IMPORT, UNIT_LEDGER_IMPORT
from strategy.models import LedgerEntry
from strategy.selectors.ledger import (
    ledger_rows,
    money_project,
    project_ledger,
    project_money,
)
from strategy.selectors.money import left_of, open_commitments
from strategy.selectors.quarters import own_units
from strategy.services import ledger_carry_over, ledger_record, ledger_reverse
from strategy.views.pages import around, chosen_plan, import_links

PER_PAGE = 50
RECORDERS = frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER})
PLANNERS = frozenset({Role.PLANNER})
R = TypeVar("R")


class LedgerView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest) -> HttpResponse:
        plan = chosen_plan(request)
        form = LedgerFilterForm(request.GET, plan)
        wanted = form.chosen()
        rows = ledger_rows(request.user, plan, wanted)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **around("strategy:ledger", plan),
            "form": form,
            "page": page,
            "imports": import_links(
                request.user,
                wanted.fiscal_year or plan.last_year,
                LEDGER_IMPORT,
                UNIT_LEDGER_IMPORT,
            ),
            "result": f"แสดง {format_number(page.paginator.count)} รายการ",
        }
        return render(request, "strategy/ledger.html", context)


class ProjectMoneyView(RoleRequiredMixin, View):
    """Balances and rows of a project; who may spend or allocate finds the forms here."""

    request: PortalRequest

    def get(self, request: PortalRequest, code: str) -> HttpResponse:
        return self.page(self.project(code))

    def project(self, code: str) -> Any:
        """Raises Http404."""
        found = money_project(self.request.user, code)
        if found is None:
            raise Http404
        return found

    def units(self, project: Any) -> list[OrgUnit]:
        """Those whose money the person may write: all units for the planning division, else
        one's own, responsible or with money of the project."""
        user = self.request.user
        if user.has_role(Role.PLANNER):
            return list(OrgUnit.objects.visible_to(user).order_by("-kind", "name_sort"))
        mine = {unit.pk: unit for unit in own_units(user)}
        if not mine:
            return []
        entitled = {*project.unit_ids, *(row.unit_id for row in project_money(project))}
        return [unit for pk, unit in mine.items() if pk in entitled]

    def page(self, project: Any, status: int = 200, **bound: MoneyForm) -> HttpResponse:
        units = self.units(project)
        is_planner = self.request.user.has_role(Role.PLANNER)
        commitments = open_commitments(project, [unit.pk for unit in units]) if units else []
        context: dict[str, Any] = {
            "project": project,
            "balances": project_money(project),
            "rows": project_ledger(project),
            "may_write": bool(units),
            "is_planner": is_planner,
            "entry_form": EntryForm(units, commitments, is_planner),
            "carry_form": CarryOverForm(units, commitments, project.strategy.plan),
            **bound,
        }
        return render(self.request, "strategy/money.html", context, status=status)


class RecordView(ProjectMoneyView):
    http_method_names = ["post"]
    required_roles = RECORDERS

    def post(self, request: PortalRequest, code: str) -> HttpResponse:
        project = self.project(code)
        units = self.units(project)
        if not units:
            raise PermissionDenied("บันทึกการใช้เงินได้เฉพาะหน่วยงานที่รับผิดชอบ หรือกองแผนงาน")
        commitments = open_commitments(project, [unit.pk for unit in units])
        is_planner = request.user.has_role(Role.PLANNER)
        form = EntryForm(units, commitments, is_planner, request.POST)
        made = written(
            form,
            lambda: ledger_record(
                actor=request.user, project=project, unit=form.unit_chosen, values=form.values()
            ),
        )
        if made is None:
            return self.page(project, status=422, entry_form=form)
        messages.success(request, f"บันทึกรายการ{made.get_kind_display()} {made.reference_no} แล้ว")
        return redirect("strategy:money", code)


class CarryOverView(ProjectMoneyView):
    http_method_names = ["post"]
    required_roles = PLANNERS

    def post(self, request: PortalRequest, code: str) -> HttpResponse:
        project = self.project(code)
        units = self.units(project)
        commitments = open_commitments(project, [unit.pk for unit in units])
        form = CarryOverForm(units, commitments, project.strategy.plan, request.POST)
        made = written(
            form,
            lambda: ledger_carry_over(
                actor=request.user, project=project, unit=form.unit_chosen, carry=form.carry()
            ),
        )
        if made is None:
            return self.page(project, status=422, carry_form=form)
        messages.success(request, f"กันเงินไปปี {made[1].fiscal_year} แล้ว")
        return redirect("strategy:money", code)


class ReverseView(ScopedViewMixin, View):
    model = LedgerEntry
    required_roles = RECORDERS
    request: PortalRequest

    def get(self, request: PortalRequest, pk: int) -> HttpResponse:
        return self._page(self._entry(pk), ReversalForm())

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        entry = self._entry(pk)
        form = ReversalForm(request.POST)
        made = written(
            form,
            lambda: ledger_reverse(actor=request.user, entry=entry, reversal=form.reversal()),
        )
        if made is None:
            return self._page(entry, form, status=422)
        messages.success(request, f"กลับรายการ {entry.reference_no} แล้ว")
        return redirect("strategy:money", entry.project.code)

    def _entry(self, pk: int) -> LedgerEntry:
        rows = self.get_queryset().select_related("project", "unit")
        entry: LedgerEntry = get_object_or_404(rows, pk=pk)
        user = self.request.user
        mine = user.has_role(Role.OFFICER, Role.CHIEF, at=entry.unit)
        if not (mine or user.has_role(Role.PLANNER)):
            raise PermissionDenied(f"กลับรายการได้เฉพาะ{entry.unit.name} หรือกองแผนงาน")
        return entry

    def _page(self, entry: LedgerEntry, form: ReversalForm, status: int = 200) -> HttpResponse:
        context = {"entry": entry, "form": form, "left": left_of(entry)}
        return render(self.request, "strategy/reverse.html", context, status=status)


def written(form: MoneyForm, write: Callable[[], R]) -> R | None:
    """What the service made; None where form or service refused, with the reasons in the form."""
    if not form.is_valid():
        return None
    try:
        return write()
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    except InvalidInput as error:
        form.add_problems(error.errors)
    except RuleViolation as error:
        form.add_error(None, error.message)
    return None
