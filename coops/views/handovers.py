"""Handover of institutions within an office: who has what, preview, confirm, give back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from coops.forms.handovers import HandoverChoiceForm, HandoverForm, UndoForm
from coops.models import Handover
from coops.selectors.handovers import handover_lines, handovers_of, held_by, holders
from coops.services.handovers import handover_undo, institutions_hand_over
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin
from cpd_portal.thai.formatting import format_number

ROLES = frozenset({Role.CHIEF, Role.ADMINISTRATOR})


class HandoverView(RoleRequiredMixin, View):
    """From whom to whom stands in the address; the ticked ones are confirmed in the form."""

    required_roles = ROLES
    request: PortalRequest

    def get(self, request: PortalRequest, office: str) -> HttpResponse:
        return self._page(self._office(office), HandoverForm(initial={"on": timezone.localdate()}))

    def post(self, request: PortalRequest, office: str) -> HttpResponse:
        unit = self._office(office)
        choice = HandoverChoiceForm(request.GET, holders(unit))
        giver, receiver = choice.chosen_giver(), choice.chosen_receiver()
        form = HandoverForm(request.POST)
        if giver is None or receiver is None:
            form.add_error(None, "เลือกผู้ส่งมอบและผู้รับมอบก่อน")
        if not form.is_valid() or giver is None or receiver is None:
            return self._page(unit, form, status=422)
        try:
            made = institutions_hand_over(
                actor=request.user,
                office=unit,
                giver=giver.person,
                receiver=receiver,
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
                institutions=form.cleaned_data["institutions"],
            )
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(unit, form, status=409)
        count = format_number(made.items.count())
        messages.success(request, f"ส่งมอบ {count} แห่งให้{receiver}แล้ว พิมพ์บัญชีส่งมอบได้จากรายการด้านล่าง")
        return redirect("coops:handover", unit.code)

    def _office(self, code: str) -> OrgUnit:
        units = OrgUnit.objects.visible_to(self.request.user).offices()
        unit: OrgUnit = get_object_or_404(units, code=code)
        user = self.request.user
        if not (user.has_role(Role.CHIEF, at=unit) or user.administers(unit)):
            raise PermissionDenied(f"ส่งมอบงานได้เฉพาะหัวหน้าของ{unit.name}หรือผู้ดูแลระบบ")
        return unit

    def _page(self, office: OrgUnit, form: HandoverForm, status: int = 200) -> HttpResponse:
        people = holders(office)
        choice = HandoverChoiceForm(self.request.GET, people)
        giver = choice.chosen_giver()
        context = {
            "office": office,
            "people": people,
            "choice": choice,
            "giver": giver,
            "receiver": choice.chosen_receiver(),
            "lines": handover_lines(held_by(office, giver.person)) if giver else [],
            "ticked": self.request.POST.getlist("institutions") if form.is_bound else None,
            "form": form,
            "undo": UndoForm(),
            "handovers": handovers_of(self.request.user, office),
            "query": self.request.GET.urlencode(),
        }
        return render(self.request, "coops/handover.html", context, status=status)


class HandoverUndoView(ScopedViewMixin, View):
    model = Handover
    required_roles = ROLES
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        handover = get_object_or_404(self.get_queryset().select_related("office"), pk=pk)
        form = UndoForm(request.POST)
        try:
            if not form.is_valid():
                raise RuleViolation(" ".join(str(error) for error in form.errors["reason"]))
            back = handover_undo(
                actor=request.user, handover=handover, reason=form.cleaned_data["reason"]
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"คืน {format_number(back.items.count())} แห่งแล้ว")
        return redirect(reverse("coops:handover", args=[handover.office.code]))
