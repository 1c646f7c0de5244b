"""The auditing department's list: uploading, the work list, settling one difference."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from coops.forms.registration import AuditorListForm, MismatchFilterForm, SettleForm
from coops.imports.auditor_list import SHEET
from coops.models import Mismatch
from coops.selectors.reconciliation import (
    MismatchChoice,
    counts_by_kind,
    latest_list,
    mismatches,
)
from coops.services import (
    UnreadableList,
    auditor_list_compare,
    mismatch_reopen,
    mismatch_settle,
)
from coops.services.guards import KEEPERS, keeps_national_register
from coops.views.registration import REGISTER_ROLES
from cpd_portal.core.documents.choices import CONTENT_TYPES, Format
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.imports.workbooks import template
from cpd_portal.core.models import User
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin
from cpd_portal.thai.formatting import format_number

PER_PAGE = 50
ABOUT = (
    "หนึ่งแถวต่อหนึ่งแห่ง อย่าเปลี่ยนชื่อแผ่นงานและแถวหัวตาราง",
    "เลขทะเบียนและชื่อต้องมี ช่องอื่นเว้นว่างได้ ช่องที่ว่างจะไม่เทียบ",
)


class ReconciliationView(View):
    """The work list of the newest list: what is open first."""

    def get(self, request: PortalRequest) -> HttpResponse:
        office = request.work.office
        asked = {"office": office.code if office else "", **request.GET.dict()}
        form = MismatchFilterForm(asked, offices=request.work.offices)
        choice = form.chosen()
        if "office" in form.errors:
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        found = latest_list()
        context: dict[str, Any] = {
            "form": form,
            "found": found,
            "may_upload": keeps_national_register(request.user),
            "report_url": _report_url(choice),
        }
        if found is not None:
            rows = mismatches(request.user, found, choice)
            page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
            context["page"] = page
            context["counts"] = counts_by_kind(request.user, found, choice.office)
            context["result"] = f"พบ {format_number(page.paginator.count)} รายการ"
        return render(request, "coops/reconciliation.html", context)


def _report_url(choice: MismatchChoice) -> str:
    values = {name: value for name, value in asdict(choice).items() if value}
    return f"{reverse('reports:request', args=['register-reconciliation'])}?{urlencode(values)}"


class AuditorListView(RoleRequiredMixin, View):
    """Where headquarters choose the list; a refused one shows every error."""

    required_roles = frozenset(KEEPERS)
    request: PortalRequest

    def get(self, request: PortalRequest) -> HttpResponse:
        return self._page(AuditorListForm())

    def post(self, request: PortalRequest) -> HttpResponse:
        form = AuditorListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        values = form.cleaned_data
        try:
            found = auditor_list_compare(
                actor=request.user, as_of=values["as_of"], upload=values["file"]
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(form, status=422)
        except RuleViolation as error:
            form.add_error("file", error.message)
            return self._page(form, status=422)
        except UnreadableList as error:
            form.add_error("file", error.message)
            findings = [finding.as_json() for finding in error.findings[:PER_PAGE]]
            return self._page(form, status=422, findings=findings, errors=len(error.findings))
        messages.success(request, f"เทียบรายชื่อ {format_number(found.rows)} แห่งแล้ว")
        return redirect("coops:reconciliation")

    def _page(self, form: AuditorListForm, status: int = 200, **more: Any) -> HttpResponse:
        values = {"form": form, "latest": latest_list(), "about": ABOUT, **more}
        return render(self.request, "coops/auditor_list.html", values, status=status)


class AuditorListTemplateView(RoleRequiredMixin, View):
    required_roles = frozenset(KEEPERS)

    def get(self, request: PortalRequest) -> HttpResponse:
        response = HttpResponse(
            template(SHEET, [], ABOUT), content_type=CONTENT_TYPES[Format.XLSX]
        )
        response["Content-Disposition"] = 'attachment; filename="auditor-list.xlsx"'
        return response


class MismatchView(ScopedViewMixin, View):
    """One difference: both sides, and the decision of the office."""

    model = Mismatch
    required_roles = REGISTER_ROLES
    request: PortalRequest

    def get(self, request: PortalRequest, pk: int) -> HttpResponse:
        row = self._row(pk)
        return self._page(row, SettleForm(initial={"version": row.version}))

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        row = self._row(pk)
        if not _may_settle(request.user, row):
            raise PermissionDenied("ตัดสินได้เฉพาะเจ้าหน้าที่และหัวหน้าของหน่วยงานที่ดูแล")
        if "reopen" in request.POST:
            return self._reopen(row)
        form = SettleForm(request.POST)
        if not form.is_valid():
            return self._page(row, form, status=422)
        try:
            mismatch_settle(actor=request.user, mismatch=row, **form.cleaned_data)
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(row, form, status=422)
        except StaleObject as error:
            return self._conflict(row, form, error)
        messages.success(request, f"บันทึกผลของ {row.name} แล้ว")
        return redirect("coops:reconciliation")

    def _reopen(self, row: Mismatch) -> HttpResponse:
        mismatch_reopen(actor=self.request.user, mismatch=row, version=row.version)
        messages.success(self.request, "เปิดรายการนี้ให้ตัดสินใหม่แล้ว")
        return redirect("coops:mismatch", row.pk)

    def _conflict(self, row: Mismatch, form: SettleForm, error: StaleObject) -> HttpResponse:
        form.add_error(None, error.message)
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict of the request
        form.data["version"] = str(row.version)  # type: ignore[index]
        return self._page(row, form, status=409)

    def _row(self, pk: int) -> Mismatch:
        rows = self.get_queryset().select_related(
            "auditor_list", "office", "institution", "settled_by"
        )
        found: Mismatch = get_object_or_404(rows, pk=pk)
        return found

    def _page(self, row: Mismatch, form: SettleForm, status: int = 200) -> HttpResponse:
        may_settle = _may_settle(self.request.user, row)
        values = {"row": row, "form": form, "may_settle": may_settle}
        return render(self.request, "coops/mismatch.html", values, status=status)


def _may_settle(user: User, row: Mismatch) -> bool:
    if row.office is None:
        return keeps_national_register(user)
    return user.has_role(*sorted(REGISTER_ROLES - set(KEEPERS)), at=row.office)
