"""Pages of figures: the sets, the versions of a set, one version with what it changes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views import View

from cpd_portal.core.documents.choices import CONTENT_TYPES, Format
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.differences import differences
from cpd_portal.core.figures.forms import ProposalForm, WithdrawalForm
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import FigureSet, figure_set, figure_sets
from cpd_portal.core.figures.selectors import set_lines, version_before, versions_of
from cpd_portal.core.figures.services import (
    RejectedFigures,
    figures_propose,
    figures_sign,
    figures_withdraw,
)
from cpd_portal.core.figures.tables import SheetTable, content_tables, workbook_rows
from cpd_portal.core.imports.table import Finding
from cpd_portal.core.imports.workbooks import workbook
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin


class FigureListView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest) -> HttpResponse:
        lines = set_lines(figure_sets(), request.work.fiscal_year)
        return render(request, "figures/list.html", {"lines": lines})


class FigureSetView(RoleRequiredMixin, View):
    """The versions of a set (of a year), and where the next one is proposed."""

    request: PortalRequest

    def get(
        self, request: PortalRequest, code: str, fiscal_year: int | None = None
    ) -> HttpResponse:
        figures = _set_or_404(code)
        if figures.years is not None and fiscal_year is None:
            return redirect("figures:set-of-year", code, self._year(figures.years()))
        return self._page(figures, fiscal_year, ProposalForm())

    def post(
        self, request: PortalRequest, code: str, fiscal_year: int | None = None
    ) -> HttpResponse:
        figures, form = _set_or_404(code), ProposalForm(request.POST, request.FILES)
        if not figures.may_propose(request.user):
            raise PermissionDenied(f"บัญชีนี้ไม่มีบทบาทที่เสนอ{figures.title}ได้")
        if not form.is_valid():
            return self._page(figures, fiscal_year, form, status=422)
        try:
            proposal = figures_propose(
                actor=request.user,
                figures=figures,
                fiscal_year=self._checked(figures, fiscal_year),
                upload=form.cleaned_data["file"],
                source=form.cleaned_data["source"],
                note=form.cleaned_data["note"],
            )
        except RejectedFigures as error:
            return self._page(figures, fiscal_year, form, error.findings, status=422)
        except RuleViolation as error:
            form.add_error("file", error.message)
            return self._page(figures, fiscal_year, form, status=422)
        messages.success(request, "เสนอแล้ว ต้องให้ผู้มีสิทธิ์อีกคนหนึ่งตรวจและลงนาม จึงจะใช้")
        return redirect("figures:version", proposal.pk)

    def _page(
        self,
        figures: FigureSet,
        fiscal_year: int | None,
        form: ProposalForm,
        findings: Any = (),
        status: int = 200,
    ) -> HttpResponse:
        self._checked(figures, fiscal_year)
        versions = versions_of(figures, fiscal_year)
        context = {
            "figures": figures,
            "fiscal_year": fiscal_year,
            "years": sorted(figures.years(), reverse=True) if figures.years else (),
            "versions": versions,
            "current": next((row for row in versions if row.state == FigureState.IN_FORCE), None),
            "waiting": next((row for row in versions if row.is_proposed), None),
            "form": form,
            "findings": [_shown(finding) for finding in findings],
            "may_propose": figures.may_propose(self.request.user),
        }
        return render(self.request, "figures/set.html", context, status=status)

    def _checked(self, figures: FigureSet, fiscal_year: int | None) -> int | None:
        """A dated set has its years, an undated one none."""
        if fiscal_year is None and figures.years is None:
            return None
        if figures.years is None or fiscal_year not in figures.years():
            raise Http404("ชุดข้อมูลนี้ไม่มีปีนี้")
        return fiscal_year

    def _year(self, years: Any) -> int:
        """The year of the page's context, or the newest that the set has."""
        if not years:
            raise Http404("ชุดข้อมูลนี้ยังไม่มีปีใด")
        wanted = self.request.work.fiscal_year
        return wanted if wanted in years else max(years)


class OneVersionView(ScopedViewMixin, View):
    model = FigureVersion
    request: PortalRequest

    def found(self, pk: int) -> tuple[FigureVersion, FigureSet]:
        rows = self.get_queryset().select_related("proposed_by", "signed_by")
        version: FigureVersion = get_object_or_404(rows, pk=pk)
        return version, _set_or_404(version.set_code)


class FigureVersionView(OneVersionView):
    """What the version says, what it changes, and the signature."""

    def get(self, request: PortalRequest, pk: int) -> HttpResponse:
        return version_page(request, *self.found(pk), WithdrawalForm())


class FigureDownloadView(OneVersionView):
    """The version as a workbook to change and upload."""

    def get(self, request: PortalRequest, pk: int) -> HttpResponse:
        version, figures = self.found(pk)
        content = workbook(workbook_rows(figures, version.content), figures.about)
        year = f" {version.fiscal_year}" if version.fiscal_year else ""
        return _download(content, f"{figures.title}{year} รุ่นที่ {version.number}.xlsx")


class FigureSignView(OneVersionView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        version, _ = self.found(pk)
        try:
            figures_sign(actor=request.user, version=version)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "ลงนามแล้ว รุ่นนี้เป็นรุ่นที่ใช้")
        return redirect("figures:version", pk)


class FigureWithdrawView(OneVersionView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        version, figures = self.found(pk)
        if not (figures.may_propose(request.user) or figures.may_sign(request.user)):
            raise PermissionDenied(f"บัญชีนี้ไม่มีบทบาทที่ถอนข้อเสนอของ{figures.title}ได้")
        form = WithdrawalForm(request.POST)
        if not form.is_valid():
            return version_page(request, version, figures, form, status=422)
        try:
            figures_withdraw(
                actor=request.user, version=version, reason=form.cleaned_data["reason"]
            )
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "ถอนข้อเสนอแล้ว รุ่นที่ใช้อยู่ไม่เปลี่ยน")
        return redirect("figures:version", pk)


def version_page(
    request: PortalRequest,
    version: FigureVersion,
    figures: FigureSet,
    form: WithdrawalForm,
    status: int = 200,
) -> HttpResponse:
    before = version_before(version)
    tables: list[SheetTable] = content_tables(figures, version.content)
    may_sign, is_own = figures.may_sign(request.user), version.proposed_by_id == request.user.pk
    context = {
        "version": version,
        "figures": figures,
        "set_url": _set_url(figures, version.fiscal_year),
        "before": before,
        "differences": differences(figures, before.content, version.content) if before else [],
        "tables": tables,
        "may_sign": may_sign and not is_own,
        "is_own": is_own,
        "may_withdraw": may_sign or figures.may_propose(request.user),
        "form": form,
    }
    return render(request, "figures/version.html", context, status=status)


def _set_or_404(code: str) -> FigureSet:
    try:
        return figure_set(code)
    except KeyError as error:
        raise Http404("ไม่มีชุดข้อมูลนี้") from error


def _set_url(figures: FigureSet, fiscal_year: int | None) -> str:
    if fiscal_year is None:
        return reverse("figures:set", args=[figures.code])
    return reverse("figures:set-of-year", args=[figures.code, fiscal_year])


def _shown(finding: Finding) -> dict[str, Any]:
    return finding.as_json()


def _download(content: bytes, name: str) -> HttpResponse:
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    response = HttpResponse(content, content_type=CONTENT_TYPES[Format.XLSX], headers=headers)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
