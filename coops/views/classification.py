"""The classification of a year for headquarters: the year, its population, its conditions."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from coops.figures.conditions import CONDITIONS_CODE
from coops.forms.classification import FreezeForm, PopulationChangeForm
from coops.forms.resolution import ResolutionForm
from coops.models import Institution, Population, PopulationChange, WorkingGroupResolution
from coops.selectors.classification import (
    YearOverview,
    may_decide,
    may_look,
    may_run,
    year_overview,
)
from coops.selectors.population import population_day, population_preview
from coops.services.conditions import conditions_resolve
from coops.services.populations import population_add, population_freeze, population_remove
from coops.services.runs import run_start
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.request import PortalRequest

LATEST_CHANGES = 50


class HeadquartersView(View):
    """Whoever sees the whole country looks; pages that `acts` are for those who may run. What a
    service refuses by role is answered with 403."""

    acts: ClassVar[bool] = False
    request: PortalRequest

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        allowed = may_run(request.user) if self.acts else may_look(request.user)
        if not allowed:
            raise PermissionDenied("หน้านี้สำหรับส่วนกลาง ผลของแต่ละแห่งดูได้ในหน้าของสหกรณ์หรือกลุ่มเกษตรกร")
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error


class ClassificationYearView(HeadquartersView):
    """Conditions, population, forms of the offices, runs, result: in this order."""

    def get(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        context = {
            "overview": overview_or_404(request, fiscal_year),
            "conditions_code": CONDITIONS_CODE,
            "may_run": may_run(request.user),
            "may_decide": may_decide(request.user),
        }
        return render(request, "coops/classification.html", context)


class PopulationView(HeadquartersView):
    """Before freezing: who would come in. Afterwards: the decisions about single ones."""

    def get(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        overview = overview_or_404(request, fiscal_year)
        if overview.population is not None:
            return self._frozen(overview, PopulationChangeForm())
        form = FreezeForm(
            request.GET or None, initial={"reference_date": population_day(fiscal_year)}
        )
        return self._preview(fiscal_year, form)

    def post(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        if not may_run(request.user):
            raise PermissionDenied("กำหนดรายชื่อได้เฉพาะเจ้าหน้าที่และหัวหน้าหน่วยงานส่วนกลาง")
        form = FreezeForm(request.POST)
        if not form.is_valid():
            return self._preview(fiscal_year, form, status=422)
        try:
            population_freeze(actor=request.user, fiscal_year=fiscal_year, values=form.values())
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._preview(fiscal_year, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._preview(fiscal_year, form, status=422)
        messages.success(request, f"กำหนดรายชื่อที่ต้องประเมินปี {fiscal_year} แล้ว")
        return redirect("coops:classification", fiscal_year)

    def _preview(self, fiscal_year: int, form: FreezeForm, status: int = 200) -> HttpResponse:
        """As soon as the reference date is understood."""
        if form.is_bound:
            form.is_valid()
        day = form.cleaned_data.get("reference_date") if form.is_bound else None
        context = {
            "fiscal_year": fiscal_year,
            "form": form,
            "preview": population_preview(day) if day else None,
            "may_run": may_run(self.request.user),
        }
        return render(self.request, "coops/population.html", context, status=status)

    def _frozen(
        self, overview: YearOverview, form: PopulationChangeForm, status: int = 200
    ) -> HttpResponse:
        changes = PopulationChange.objects.filter(population=overview.population)
        context = {
            "fiscal_year": overview.fiscal_year,
            "population": overview.population,
            "overview": overview,
            "changes": changes.select_related("institution", "decided_by")[:LATEST_CHANGES],
            "form": form,
            "may_run": may_run(self.request.user),
        }
        return render(self.request, "coops/population_frozen.html", context, status=status)


class PopulationChangeView(PopulationView):
    http_method_names = ["post"]
    acts = True

    def post(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        population = get_object_or_404(Population, fiscal_year=fiscal_year)
        overview = overview_or_404(request, fiscal_year)
        form = PopulationChangeForm(request.POST)
        if not form.is_valid():
            return self._frozen(overview, form, status=422)
        institution = _institution(request, form.cleaned_data["registration_no"])
        if institution is None:
            form.add_error("registration_no", "ไม่พบเลขทะเบียนนี้")
            return self._frozen(overview, form, status=422)
        change = population_add if form.cleaned_data["added"] else population_remove
        try:
            change(
                actor=request.user,
                population=population,
                institution=institution,
                values=form.values(),
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._frozen(overview, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._frozen(overview, form, status=422)
        messages.success(request, f"บันทึกแล้ว {institution.name}")
        return redirect("coops:population", fiscal_year)


class RunStartView(HeadquartersView):
    http_method_names = ["post"]
    acts = True

    def post(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        try:
            run = run_start(actor=request.user, fiscal_year=fiscal_year)
        except RuleViolation as error:
            messages.error(request, error.message)
            return redirect("coops:classification", fiscal_year)
        return redirect("coops:run", run.pk)


class ConditionsResolutionView(HeadquartersView):
    """The resolution on proposed conditions: recorded once, then the proposal can be signed."""

    def get(self, request: PortalRequest, pk: int) -> HttpResponse:
        return self._page(self._version(pk), ResolutionForm())

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        version, form = self._version(pk), ResolutionForm(request.POST, request.FILES)
        if not may_run(request.user):
            raise PermissionDenied("บันทึกมติได้เฉพาะเจ้าหน้าที่และหัวหน้าหน่วยงานส่วนกลาง")
        if not form.is_valid():
            return self._page(version, form, status=422)
        try:
            conditions_resolve(actor=request.user, version=version, values=form.values())
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(version, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(version, form, status=422)
        messages.success(request, "บันทึกมติของคณะทำงานแล้ว ลงนามได้")
        return redirect("figures:version", pk)

    def _version(self, pk: int) -> FigureVersion:
        rows = FigureVersion.objects.visible_to(self.request.user).filter(set_code=CONDITIONS_CODE)
        found: FigureVersion = get_object_or_404(rows, pk=pk)
        return found

    def _page(
        self, version: FigureVersion, form: ResolutionForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "version": version,
            "form": form,
            "resolution": WorkingGroupResolution.objects.prefetch_related("members")
            .filter(conditions=version)
            .first(),
            "may_run": may_run(self.request.user),
        }
        return render(self.request, "coops/conditions_resolution.html", context, status=status)


class ResolutionDocumentView(HeadquartersView):
    """The uploaded letter or minutes."""

    def get(self, request: PortalRequest, pk: int) -> FileResponse:
        rows = WorkingGroupResolution.objects.visible_to(request.user).exclude(document="")
        resolution = get_object_or_404(rows, pk=pk)
        response = FileResponse(resolution.document.open("rb"), as_attachment=True)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


def overview_or_404(request: PortalRequest, fiscal_year: int) -> YearOverview:
    overview = year_overview(fiscal_year, len(request.work.offices))
    if overview is None:
        raise Http404("ยังไม่มีเงื่อนไขการจัดชั้นของปีนี้")
    return overview


def _institution(request: PortalRequest, registration_no: str) -> Institution | None:
    found: Institution | None = (
        Institution.objects.visible_to(request.user)
        .filter(registration_no=registration_no.strip())
        .first()
    )
    return found
