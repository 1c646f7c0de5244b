"""Statement and facts of one accounting year: forms of the office that owns the institution."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from coops.choices import Kind
from coops.fact_words import statement_told
from coops.forms.statement import StatementForm
from coops.forms.year_facts import YearFactsForm
from coops.models import Institution
from coops.querysets import InstitutionQuerySet
from coops.rules import YearEnds, window_words
from coops.selectors.desk import closed_because, may_enter
from coops.selectors.year_ends import year_ends_of
from coops.services import facts_save, statement_remove, statement_save
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin


class AccountingYearView(ScopedViewMixin, View):
    """Everybody in scope may look; the officers and the chief of the very office enter."""

    model = Institution
    request: PortalRequest

    def institution(self, registration_no: str) -> Institution:
        rows: InstitutionQuerySet = self.get_queryset()  # type: ignore[assignment]
        found: Institution = get_object_or_404(
            rows.select_related("office", "type"), registration_no=registration_no
        )
        return found

    def require_entry(self, institution: Institution) -> None:
        if not may_enter(self.request.user, institution.office):
            raise PermissionDenied(f"บันทึกได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{institution.office.name}")

    def context(
        self, institution: Institution, fiscal_year: int, ends: YearEnds
    ) -> dict[str, Any]:
        closed = closed_because(institution.office, fiscal_year)
        entering = may_enter(self.request.user, institution.office)
        return {
            "institution": institution,
            "fiscal_year": fiscal_year,
            "ends": ends,
            "window": window_words(fiscal_year),
            "closed": closed,
            "may_enter": entering,
            "is_open": entering and not closed and not ends.undecided_because,
        }


class FactsFormView(AccountingYearView):
    """One form of one accounting year; the subclass says what it shows and what it saves."""

    saved: str

    def get(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        institution = self.institution(registration_no)
        return self.page(institution, fiscal_year, self.form(institution, fiscal_year))

    def post(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        institution = self.institution(registration_no)
        self.require_entry(institution)
        form = self.form(institution, fiscal_year, request.POST)
        if not form.is_valid():
            return self.page(institution, fiscal_year, form, status=422)
        try:
            self.store(institution, fiscal_year, form)
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.page(institution, fiscal_year, form, status=422)
        except StaleObject as error:
            return self._conflict(institution, fiscal_year, error)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self.page(institution, fiscal_year, form, status=409)
        messages.success(request, f"บันทึก{self.saved}ปี {fiscal_year} ของ{institution.name}แล้ว")
        if "next" in request.POST:
            return redirect("coops:year-facts", registration_no, fiscal_year)
        return _to_finance(institution, fiscal_year)

    def _conflict(
        self, institution: Institution, fiscal_year: int, error: StaleObject
    ) -> HttpResponse:
        """The typed values stay in the fields, the stored ones stand beside; the next save
        writes over what the person has now seen."""
        now = self.rows(institution).filter(fiscal_year=fiscal_year).first()
        data = self.request.POST.copy()
        data["version"] = str(now.version if now else 0)
        form = self.form(institution, fiscal_year, data, now=now)
        form.add_error(None, error.message)
        return self.page(institution, fiscal_year, form, status=409)

    def this_and_before(self, institution: Institution, fiscal_year: int) -> tuple[Any, Any]:
        """The stored row of the year and of the year before; None where there is none."""
        wanted = self.rows(institution).filter(fiscal_year__in=(fiscal_year, fiscal_year - 1))
        years = {row.fiscal_year: row for row in wanted}
        return years.get(fiscal_year), years.get(fiscal_year - 1)

    def rows(self, institution: Institution) -> Any:
        """The stored years of the institution."""
        raise NotImplementedError

    def form(
        self, institution: Institution, fiscal_year: int, data: Any = None, now: Any = None
    ) -> Any:
        raise NotImplementedError

    def store(self, institution: Institution, fiscal_year: int, form: Any) -> None:
        raise NotImplementedError

    def page(
        self, institution: Institution, fiscal_year: int, form: Any, status: int = 200
    ) -> HttpResponse:
        raise NotImplementedError


class StatementView(FactsFormView):
    saved = "งบการเงิน"

    def rows(self, institution: Institution) -> Any:
        return institution.financial_statements

    def store(self, institution: Institution, fiscal_year: int, form: StatementForm) -> None:
        statement_save(
            actor=self.request.user,
            institution=institution,
            fiscal_year=fiscal_year,
            version=form.cleaned_data["version"],
            values=form.values(),
        )

    def form(
        self, institution: Institution, fiscal_year: int, data: Any = None, now: Any = None
    ) -> StatementForm:
        stored, before = self.this_and_before(institution, fiscal_year)
        ends = year_ends_of(institution, fiscal_year)
        return StatementForm(data, stored=stored, before=before, ends=ends, now=now)

    def page(
        self, institution: Institution, fiscal_year: int, form: StatementForm, status: int = 200
    ) -> HttpResponse:
        context = self.context(institution, fiscal_year, form.ends)
        stored = form.stored
        if stored is not None and stored.is_locked:
            context["is_open"] = False
        context |= {
            "form": form,
            "stored": stored,
            "told": statement_told(stored) if stored else "",
        }
        return render(self.request, "coops/statement.html", context, status=status)


class StatementRemoveView(AccountingYearView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        institution = self.institution(registration_no)
        self.require_entry(institution)
        try:
            statement_remove(
                actor=request.user,
                institution=institution,
                fiscal_year=fiscal_year,
                version=_version(request),
                reason=request.POST.get("reason", ""),
            )
        except (RuleViolation, StaleObject) as error:
            messages.error(request, error.message)
            return redirect("coops:statement", registration_no, fiscal_year)
        messages.success(request, f"ลบงบการเงินปี {fiscal_year} ของ{institution.name}แล้ว")
        return _to_finance(institution, fiscal_year)


class YearFactsView(FactsFormView):
    saved = "ข้อเท็จจริง"

    def rows(self, institution: Institution) -> Any:
        return institution.year_facts

    def store(self, institution: Institution, fiscal_year: int, form: YearFactsForm) -> None:
        facts_save(
            actor=self.request.user,
            institution=institution,
            fiscal_year=fiscal_year,
            version=form.cleaned_data["version"],
            changes=form.changes(),
        )

    def form(
        self, institution: Institution, fiscal_year: int, data: Any = None, now: Any = None
    ) -> YearFactsForm:
        stored, before = self.this_and_before(institution, fiscal_year)
        return YearFactsForm(
            data,
            kind=Kind(institution.kind),
            ends=year_ends_of(institution, fiscal_year),
            stored=stored,
            before=before,
            now=now,
        )

    def page(
        self, institution: Institution, fiscal_year: int, form: YearFactsForm, status: int = 200
    ) -> HttpResponse:
        context = {**self.context(institution, fiscal_year, form.ends), "form": form}
        return render(self.request, "coops/year_facts.html", context, status=status)


def _version(request: PortalRequest) -> int:
    sent = request.POST.get("version", "")
    return int(sent) if sent.isascii() and sent.isdigit() else 0


def _to_finance(institution: Institution, fiscal_year: int) -> HttpResponseRedirect:
    page = reverse("coops:detail", args=[institution.registration_no])
    return HttpResponseRedirect(f"{page}?tab=finance&year={fiscal_year}")
