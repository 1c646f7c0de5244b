"""The provinces on the map by one measure, and the offices at both ends."""

from decimal import Decimal
from typing import Any

from coops.forms.analysis import MapForm
from coops.selectors import StrengthByPlace, strength_by_place
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.places import Measure, PlaceFigure, breaks, figures, ranking
from coops.views.analysis import AnalysisView, address, list_url
from coops.views.sorting import sort_links, sort_url
from cpd_portal.core.request import PortalRequest
from cpd_portal.frontend.choropleth import Choropleth, ProvinceValue, choropleth

COLUMNS = (("population", "ทั้งหมด (แห่ง)"), ("value", "ค่า"))
CHANGE_WORDS = {Decimal(0): "เพิ่มขึ้นหรือเท่าเดิม"}


class StrengthMapView(AnalysisView):
    form_class = MapForm
    template = "coops/strength_map.html"
    facet = "strength_map"

    def content(self, request: PortalRequest, form: Any, choice: AnalysisChoice) -> dict[str, Any]:
        measure: Measure = form.measure_chosen
        now = _places(request, choice, choice.fiscal_year)
        before = (
            _places(request, choice, choice.fiscal_year - 1)
            if measure == Measure.CHANGE
            else StrengthByPlace(now.whole, [], [], {})
        )
        provinces = figures(measure, now.provinces, before.provinces)
        offices = figures(measure, now.offices, before.offices)
        selected = _selected(form.cleaned_data.get("province", ""), now, choice)
        return {
            "measure": measure,
            "map": _map(measure, provinces, choice, selected),
            "rows": [
                (row, f"?{_address(choice, measure, row.place.code)}#province")
                for row in _sorted(provinces, request.GET.get("sort", ""))
            ],
            "columns": sort_links(request, COLUMNS),
            "name_sort_url": sort_url(request, ""),
            "province": next((row for row in provinces if row.place.code == selected), None),
            "province_offices": [
                (row, list_url(choice, row.place.code), address(choice, office=row.place.code))
                for row in offices
                if now.province_of.get(row.place.code) == selected
            ],
            "ranking": ranking(measure, offices),
        }


def _places(request: PortalRequest, choice: AnalysisChoice, year: int) -> StrengthByPlace:
    return strength_by_place(request.user, year, choice.kind, choice.sector, choice.as_of)


def _selected(asked: str, now: StrengthByPlace, choice: AnalysisChoice) -> str:
    """The province opened: the one asked for, or that of the chosen office."""
    return asked or now.province_of.get(choice.office, "")


def _address(choice: AnalysisChoice, measure: Measure, province: str) -> str:
    return address(choice, measure=measure.value, province=province)


def _map(
    measure: Measure, rows: list[PlaceFigure], choice: AnalysisChoice, selected: str
) -> Choropleth:
    values = [
        ProvinceValue(
            row.place.code,
            row.place.name,
            row.value,
            row.detail,
            f"?{_address(choice, measure, row.place.code)}#province",
        )
        for row in rows
    ]
    return choropleth(
        values,
        breaks(measure, rows),
        title=f"{measure.label} {choice.title} ปี {choice.fiscal_year}",
        words=CHANGE_WORDS if measure == Measure.CHANGE else {},
        selected=selected,
        unit=measure.unit,
    )


def _sorted(rows: list[PlaceFigure], column: str) -> list[PlaceFigure]:
    """Figures from high to low, those without result last; otherwise in Thai order."""
    if column == "value":
        return sorted(rows, key=lambda row: (row.value is None, -(row.value or 0)))
    if column == "population":
        return sorted(rows, key=lambda row: -row.place.strength.population)
    return rows
