"""Who may do what on a day, and the delegation orders."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin
from registrar.forms.delegations import ConfirmForm, DelegationForm, RevokeForm
from registrar.forms.powers import AuthorityFilterForm
from registrar.models import Delegation
from registrar.selectors.holders import who_may
from registrar.selectors.powers import framework
from registrar.services.delegations import (
    KEEPERS,
    delegation_confirm,
    delegation_record,
    delegation_revoke,
)
from registrar.views.powers import shown_of


class AuthorityView(RoleRequiredMixin, View):
    """For one office in reach, the person's own at first."""

    def get(self, request: PortalRequest) -> HttpResponse:
        offices = request.user.offices_in_reach
        office = _office(request, offices)
        form = AuthorityFilterForm(request.GET, offices=offices)
        form.is_valid()
        day = form.cleaned_data.get("on") or timezone.localdate()
        every = who_may(office, day) if office else []
        lines = [line for line in every if form.takes(line.power)]
        context = {
            "office": office,
            "day": day,
            "form": form,
            "lines": lines,
            "result": shown_of(len(lines), len(every)),
            "may_record": request.user.has_role(*KEEPERS),
        }
        return render(request, "registrar/authority.html", context)


def _office(request: PortalRequest, offices: list[OrgUnit]) -> OrgUnit | None:
    """The chosen one, else the first; outside of the reach there is none: 404."""
    code = request.GET.get("office")
    if not code:
        return offices[0] if offices else None
    found = next((office for office in offices if office.code == code), None)
    if found is None:
        raise Http404("ไม่มีสำนักงานนี้ในหน่วยงานที่บัญชีนี้ดูได้")
    return found


class DelegationsView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest) -> HttpResponse:
        today = timezone.localdate()
        rows = Delegation.objects.visible_to(request.user).select_related("unit", "person")
        context = {
            "rows": [(row, row.is_in_force(today)) for row in rows],
            "may_record": request.user.has_role(*KEEPERS),
        }
        return render(request, "registrar/delegations.html", context)


class DelegationNewView(RoleRequiredMixin, View):
    required_roles = KEEPERS

    def get(self, request: PortalRequest) -> HttpResponse:
        return self._page(request, DelegationForm(powers=framework().powers))

    def post(self, request: PortalRequest) -> HttpResponse:
        form = DelegationForm(request.POST, powers=framework().powers)
        if not form.is_valid():
            return self._page(request, form, 422)
        try:
            made = delegation_record(actor=request.user, values=form.values())
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(request, form, 422)
        messages.success(request, "บันทึกคำสั่งมอบอำนาจแล้ว ให้นิติกรอีกคนหนึ่งตรวจกับต้นฉบับ")
        return redirect("registrar:delegation", made.pk)

    def _page(
        self, request: PortalRequest, form: DelegationForm, status: int = 200
    ) -> HttpResponse:
        return render(request, "registrar/delegation_new.html", {"form": form}, status=status)


class DelegationView(ScopedViewMixin, View):
    model = Delegation

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        rows = self.get_queryset().select_related("unit", "person", "made_by", "verified_by")
        row = get_object_or_404(rows, pk=pk)
        known = framework().by_code
        context = {
            "row": row,
            "is_in_force": row.is_in_force(timezone.localdate()),
            "areas": OrgUnit.objects.filter(code__in=row.area).order_by("name_sort"),
            "powers": [known[code] for code in row.power_codes if code in known],
            "may_confirm": request.user.has_role(Role.LEGAL)
            and not row.is_verified
            and row.made_by_id != request.user.pk,
            "may_revoke": request.user.has_role(*KEEPERS) and row.revoked_at is None,
            "confirm": ConfirmForm(initial={"version": row.version}),
            "revoke": RevokeForm(initial={"version": row.version}),
        }
        return render(request, "registrar/delegation.html", context)


class DelegationConfirmView(ScopedViewMixin, View):
    model = Delegation
    required_roles = frozenset({Role.LEGAL})
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        row = get_object_or_404(self.get_queryset(), pk=pk)
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            messages.error(request, "คำขอไม่สมบูรณ์ กรุณาเปิดหน้านี้ใหม่")
            return redirect("registrar:delegation", pk)
        try:
            delegation_confirm(actor=request.user, delegation=row, **form.cleaned_data)
        except (RuleViolation, StaleObject) as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "ยืนยันแล้วว่าตรงกับคำสั่ง")
        return redirect("registrar:delegation", pk)


class DelegationRevokeView(ScopedViewMixin, View):
    model = Delegation
    required_roles = KEEPERS
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        row = get_object_or_404(self.get_queryset(), pk=pk)
        form = RevokeForm(request.POST)
        if not form.is_valid():
            messages.error(request, "กรุณาระบุเลขที่และวันที่ของคำสั่งยกเลิก")
            return redirect("registrar:delegation", pk)
        try:
            delegation_revoke(actor=request.user, delegation=row, **form.cleaned_data)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except (RuleViolation, StaleObject) as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "ยกเลิกการมอบอำนาจแล้ว มีผลทันที")
        return redirect("registrar:delegation", pk)
