"""A division's quarterly form and its way to approval; the board of all divisions."""

from datetime import datetime
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views import View

from cpd_portal.core.choices import Quarter, Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.imports.registry import import_form
from cpd_portal.core.models import OrgUnit, Submission
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from strategy.forms.quarters import BoardForm, ReturnForm
from strategy.period_loading import form_code
from strategy.selectors.quarters import (
    QuarterCell,
    board,
    own_units,
    quarter_cell,
    quarter_page,
    responsible_units,
)
from strategy.services import (
    quarter_approve,
    quarter_return,
    quarter_submit,
    quarter_verify,
)
from strategy.views.pages import around, chosen_plan

REPORTERS = frozenset({Role.OFFICER, Role.CHIEF})


class BoardView(RoleRequiredMixin, View):
    """Who has reported which quarter; `?mine=on` only one's own divisions."""

    def get(self, request: PortalRequest) -> HttpResponse:
        plan = chosen_plan(request)
        form = BoardForm(request.GET, plan)
        form.is_valid()
        chosen = form.cleaned_data
        years = [chosen["year"]] if chosen.get("year") else list(plan.years)
        units = responsible_units(plan)
        mine = {unit.pk for unit in own_units(request.user)}
        if chosen.get("mine"):
            units = [unit for unit in units if unit.pk in mine]
        lines = board(units, years, timezone.localdate())
        context = {
            **around("strategy:board", plan),
            "form": form,
            "years": years,
            "quarters": list(Quarter),
            "lines": lines,
            "waiting": sum(line.waiting for line in lines),
            "mine": mine,
            "result": f"แสดง {len(lines)} หน่วยงาน",
        }
        return render(request, "strategy/board.html", context)


class CellView(RoleRequiredMixin, View):
    """A page of one division's quarter."""

    request: PortalRequest

    def cell(self, unit: str, fiscal_year: int, quarter: int) -> QuarterCell:
        """Raises Http404."""
        visible = OrgUnit.objects.visible_to(self.request.user).headquarters()
        found = get_object_or_404(visible, code=unit)
        if quarter not in range(1, 5):
            raise Http404
        cell = quarter_cell(found, fiscal_year, Quarter.of(quarter), timezone.localdate())
        if cell is None:
            raise Http404
        return cell


class QuarterView(CellView):
    def get(
        self, request: PortalRequest, unit: str, fiscal_year: int, quarter: int
    ) -> HttpResponse:
        cell = self.cell(unit, fiscal_year, quarter)
        page = quarter_page(request.user, cell)
        context = {
            **around("strategy:board"),
            "page": page,
            "cell": cell,
            "imports": [_import_link(cell)] if page.may_type else (),
        }
        return render(request, "strategy/quarter.html", context)


def _import_link(cell: QuarterCell) -> tuple[str, str, str]:
    form, unit = import_form(form_code(cell.quarter)), cell.unit
    url = reverse("coops:import", args=[form.code, unit.code, cell.fiscal_year])
    return form.title, unit.short_name, url


class StepView(CellView):
    """One step of the way; the service decides."""

    http_method_names = ["post"]
    required_roles = REPORTERS
    done: ClassVar[str]

    def post(
        self, request: PortalRequest, unit: str, fiscal_year: int, quarter: int
    ) -> HttpResponse:
        cell = self.cell(unit, fiscal_year, quarter)
        try:
            self.take(cell)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"{self.done} {cell.unit.name}")
        return redirect("strategy:quarter", unit, fiscal_year, quarter)

    def take(self, cell: QuarterCell) -> None:
        raise NotImplementedError

    def submission(self, cell: QuarterCell) -> Submission:
        if cell.submission is None:
            raise RuleViolation(f"{cell.unit.name}ยังไม่ได้ส่งรายงานของไตรมาสนี้")
        return cell.submission

    @property
    def seen(self) -> datetime | None:
        """When the newest change that the page showed was made."""
        return parse_datetime(self.request.POST.get("seen", ""))


class SubmitView(StepView):
    done = "ส่งรายงานให้หัวหน้าตรวจทานแล้ว"

    def take(self, cell: QuarterCell) -> None:
        quarter_submit(
            actor=self.request.user,
            unit=cell.unit,
            fiscal_year=cell.fiscal_year,
            quarter=cell.quarter,
        )


class VerifyView(StepView):
    required_roles = frozenset({Role.CHIEF})
    done = "ตรวจทานแล้ว"

    def take(self, cell: QuarterCell) -> None:
        quarter_verify(actor=self.request.user, submission=self.submission(cell), seen=self.seen)


class ApproveView(StepView):
    required_roles = frozenset({Role.PLANNER})
    done = "อนุมัติและล็อกรายงานแล้ว"

    def take(self, cell: QuarterCell) -> None:
        quarter_approve(actor=self.request.user, submission=self.submission(cell), seen=self.seen)


class ReturnView(StepView):
    required_roles = frozenset({Role.CHIEF, Role.PLANNER})
    done = "ส่งกลับให้แก้แล้ว"

    def take(self, cell: QuarterCell) -> None:
        form = ReturnForm(self.request.POST)
        if not form.is_valid():
            raise RuleViolation(" ".join(str(error) for error in form.errors["reason"]))
        quarter_return(
            actor=self.request.user,
            submission=self.submission(cell),
            reason=form.cleaned_data["reason"],
        )
