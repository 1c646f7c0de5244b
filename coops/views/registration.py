"""New institutions, and pairs of institutions with names alike."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from coops.forms.registration import DecideForm, NewInstitutionForm, PairFilterForm
from coops.models import DuplicatePair
from coops.register_figures import duplicate_figures
from coops.selectors.duplicates import duplicate_pairs
from coops.services import (
    LikelyDuplicates,
    duplicate_decide,
    duplicates_find,
    institution_register,
)
from coops.services.guards import KEEPERS, keeps_national_register
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin
from cpd_portal.thai.formatting import format_number

PER_PAGE = 50
REGISTER_ROLES = frozenset({Role.OFFICER, Role.CHIEF, *KEEPERS})


class RegisterNewView(RoleRequiredMixin, View):
    """The offices to choose from are those that the person keeps the register of."""

    required_roles = REGISTER_ROLES
    request: PortalRequest

    def get(self, request: PortalRequest) -> HttpResponse:
        return self._page(NewInstitutionForm(offices=self._offices()))

    def post(self, request: PortalRequest) -> HttpResponse:
        asked = bool(request.POST.get("reason") or "asked" in request.POST)
        form = NewInstitutionForm(request.POST, offices=self._offices(), asks_reason=asked)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            made = institution_register(
                actor=request.user,
                values=form.new_institution(),
                paper=form.paper(),
                reason=form.cleaned_data["reason"],
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(form, status=422)
        except LikelyDuplicates as error:
            form.ask_reason()
            form.add_error("reason", "กรุณากรอกเหตุผลว่าเป็นคนละแห่งกับชื่อที่คล้ายกัน หรือยกเลิกถ้าซ้ำ")
            return self._page(form, status=422, alike=error.rows)
        messages.success(request, f"จดทะเบียน {made.name} แล้ว")
        return redirect("coops:detail", made.registration_no)

    def _offices(self) -> Any:
        user = self.request.user
        units = OrgUnit.objects.visible_to(user).offices().order_by("name_sort")
        if keeps_national_register(user):
            return units
        held = [
            membership.org_unit_id
            for membership in user.active_memberships
            if membership.role in (Role.OFFICER, Role.CHIEF)
        ]
        return units.filter(pk__in=held)

    def _page(self, form: NewInstitutionForm, status: int = 200, alike: Any = ()) -> HttpResponse:
        values = {"form": form, "alike": alike, "figures": duplicate_figures()}
        return render(self.request, "coops/register_new.html", values, status=status)


class DuplicatesView(View):
    """Suspected pairs of the offices in reach."""

    def get(self, request: PortalRequest) -> HttpResponse:
        office = request.work.office
        asked = {"office": office.code if office else "", **request.GET.dict()}
        form = PairFilterForm(asked, offices=request.work.offices)
        choice = form.chosen()
        if "office" in form.errors:
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        page: Any = Paginator(duplicate_pairs(request.user, choice), PER_PAGE).get_page(
            request.GET.get("page")
        )
        context = {
            "form": form,
            "page": page,
            "result": f"พบ {format_number(page.paginator.count)} คู่",
            "figures": duplicate_figures(),
            "may_find": keeps_national_register(request.user),
        }
        return render(request, "coops/duplicates.html", context)


class DuplicatesFindView(RoleRequiredMixin, View):
    required_roles = frozenset(KEEPERS)
    http_method_names = ["post"]

    def post(self, request: PortalRequest) -> HttpResponse:
        count = duplicates_find(actor=request.user)
        messages.success(request, f"ค้นทั้งทะเบียนแล้ว มีคู่ที่รอตัดสิน {format_number(count)} คู่")
        return redirect("coops:duplicates")


class DuplicateView(ScopedViewMixin, View):
    """One pair side by side, and what is decided about it."""

    model = DuplicatePair
    required_roles = REGISTER_ROLES
    request: PortalRequest

    def get(self, request: PortalRequest, pk: int) -> HttpResponse:
        pair = self._pair(pk)
        initial = {"decision": pair.decision, "reason": pair.reason}
        return self._page(pair, DecideForm(initial=initial))

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        pair = self._pair(pk)
        form = DecideForm(request.POST)
        if not form.is_valid():
            return self._page(pair, form, status=422)
        try:
            duplicate_decide(actor=request.user, pair=pair, **form.cleaned_data)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        messages.success(request, "บันทึกผลแล้ว")
        return redirect("coops:duplicates")

    def _pair(self, pk: int) -> DuplicatePair:
        rows = self.get_queryset().select_related(
            "first__office", "first__type", "second__office", "second__type", "decided_by"
        )
        found: DuplicatePair = get_object_or_404(rows, pk=pk)
        return found

    def _page(self, pair: DuplicatePair, form: DecideForm, status: int = 200) -> HttpResponse:
        values = {"pair": pair, "form": form, "both": (pair.first, pair.second)}
        return render(self.request, "coops/duplicate.html", values, status=status)
