"""One entry of a plan: its day, its team, taking it out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from coops.choices import Kind
from cpd_portal.core.models import User
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from inspection.forms.plans import MoveForm, RemoveForm, TeamForm
from inspection.models import Visit
from inspection.selectors.appointments import inspectors_of
from inspection.selectors.plans import team
from inspection.services.guards import plans_for
from inspection.services.plan_entries import entry_assign, entry_move, entry_remove
from inspection.views.plans import PLANNERS
from inspection.views.steps import attempt

Save = Callable[..., Visit]
STEPS: dict[str, tuple[Save, str]] = {
    "move": (entry_move, "เปลี่ยนวันที่จะตรวจแล้ว"),
    "team": (entry_assign, "มอบหมายคณะผู้ตรวจแล้ว"),
    "remove": (entry_remove, "เอาออกจากแผนแล้ว"),
}


class PlanEntryView(RoleRequiredMixin, View):
    required_roles = PLANNERS
    request: PortalRequest

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        visit = self._visit(pk)
        return self._page(visit, self._forms(visit))

    def _visit(self, pk: UUID) -> Visit:
        rows = Visit.objects.visible_to(self.request.user).select_related(
            "institution__type", "office"
        )
        visit: Visit = get_object_or_404(rows.prefetch_related(team()), pk=pk)
        if not plans_for(self.request.user, visit.office):
            raise PermissionDenied(f"แก้แผนได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{visit.office.name}")
        return visit

    def _forms(self, visit: Visit, data: Any = None, step: str = "") -> dict[str, Form]:
        """With what is stored; the one that was sent with what was typed."""
        people = _people(visit)
        start = {"version": visit.version, "planned_on": visit.planned_on}
        crew = list(visit.inspectors.all())
        start_team = {
            **start,
            "leader": next((one.inspector_id for one in crew if one.is_leader), None),
            "members": [one.inspector_id for one in crew if not one.is_leader],
        }
        forms: dict[str, Form] = {
            "move": MoveForm(initial=start),
            "team": TeamForm(initial=start_team, people=people),
            "remove": RemoveForm(initial=start),
        }
        if step == "team":
            forms[step] = TeamForm(data, people=people)
        elif step:
            forms[step] = {"move": MoveForm, "remove": RemoveForm}[step](data)
        return forms

    def _page(self, visit: Visit, forms: dict[str, Form], status: int = 200) -> HttpResponse:
        context = {
            "visit": visit,
            "forms": forms,
            "bound": next((form for form in forms.values() if form.is_bound), None),
            "kind": Kind(visit.institution.kind),
        }
        return render(self.request, "inspection/plan_entry.html", context, status=status)


class PlanEntryStepView(PlanEntryView):
    """move, team or remove."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID, step: str) -> HttpResponse:
        if step not in STEPS:
            raise Http404("ไม่มีขั้นตอนนี้")
        visit = self._visit(pk)
        forms = self._forms(visit, request.POST, step)
        form = forms[step]
        if not form.is_valid():
            return self._page(visit, forms, 422)
        save, words = STEPS[step]

        def take_it() -> str:
            save(actor=request.user, visit=visit, **form.cleaned_data)
            return words

        done, text = attempt(take_it)
        if not done:
            form.add_error(None, text)
            return self._page(visit, forms, 409)
        messages.success(request, text)
        return redirect("inspection:plan", visit.office.code, visit.fiscal_year)


def _people(visit: Visit) -> Any:
    """Who may inspect this kind of institution of the office on the day."""
    rows = inspectors_of(visit.office, visit.planned_on, Kind(visit.institution.kind))
    return User.objects.filter(pk__in=rows.values("inspector")).order_by("full_name")
