"""Where the result of a KPI comes from, and the components that its owner enters."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import InvalidInput, StaleObject
from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number
from kpis.forms.components import ComponentsForm
from kpis.models import Component, Criterion, Kpi
from kpis.selectors.computed import computed_for
from kpis.selectors.growth import growth_table
from kpis.services.components import components_save
from kpis.views.kpi_page import KpiPageView, require_facet


class LineageView(KpiPageView):
    """The computed result of one round with every input."""

    template = "kpis/lineage.html"
    facet = "lineage"

    def get(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        criteria = {row.round: row for row in Criterion.objects.filter(kpi=kpi)}
        chosen = request.GET.get("round", Round.TWELVE_MONTHS)
        if chosen not in criteria:
            raise Http404("ตัวชี้วัดนี้ไม่มีรอบที่เลือก")
        criterion = criteria[chosen]
        context = {
            "criterion": criterion,
            "rounds": [(code, Round(code).label) for code in criteria],
            "computed": computed_for(kpi, criterion.computation, timezone.localdate()),
            "today": timezone.localdate(),
        }
        return self.page(kpi, context)


class ComponentsView(KpiPageView):
    """The year's components: a form for the owner, a table for everybody else."""

    template = "kpis/components.html"
    facet = "components"

    def get(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        require_facet(kpi, self.facet)
        return self._page(kpi, ComponentsForm(components=_components(kpi)))

    def post(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        require_facet(kpi, self.facet)
        self.require_enter(kpi)
        form = ComponentsForm(request.POST, components=_components(kpi))
        if not form.is_valid():
            return self._page(kpi, form, status=422)
        try:
            changed = components_save(
                actor=request.user, kpi=kpi, entries=form.entries(), today=timezone.localdate()
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(kpi, form, status=422)
        except StaleObject as error:
            form.add_error(None, f"{error.message} ค่าที่บันทึกอยู่แสดงข้างช่องกรอก")
            return self._page(kpi, form, status=409)
        messages.success(request, f"บันทึกค่าองค์ประกอบ {format_number(changed)} รายการแล้ว")
        return redirect("kpis:components", fiscal_year, number)

    def _page(self, kpi: Kpi, form: ComponentsForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "growth": growth_table(kpi, form.components)}
        return self.page(kpi, context, status=status)


def _components(kpi: Kpi) -> list[Component]:
    return list(Component.objects.filter(kpi=kpi).select_related("value"))
