"""What the pages of analysis are asked for, in the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from coops.choices import Kind, Sector
from coops.forms.filters import UNKNOWN
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.places import Measure
from cpd_portal.core.date_field import PastDayField
from cpd_portal.core.models import OrgUnit

NOT_EARLIER = "ปีที่เทียบต้องก่อนปีงบประมาณที่ดู"


class AnalysisForm(forms.Form):
    """A population and the day it is looked at; whatever is not valid is named and ignored."""

    fiscal_year = forms.TypedChoiceField(
        label="ปีงบประมาณ", coerce=int, error_messages=UNKNOWN, required=False, empty_value=None
    )
    kind = forms.ChoiceField(
        label="ชนิด", choices=Kind.choices, error_messages=UNKNOWN, required=False
    )
    sector = forms.ChoiceField(
        label="ภาค (สหกรณ์)",
        choices=[("", "ทั้งสองภาค"), *Sector.choices],
        error_messages=UNKNOWN,
        required=False,
    )
    office = forms.ChoiceField(label="หน่วยงาน", error_messages=UNKNOWN, required=False)
    as_of = PastDayField(label="ผล ณ วันที่")

    def __init__(
        self, data: Mapping[str, Any], *, offices: list[OrgUnit], years: Sequence[int]
    ) -> None:
        super().__init__(data)
        self.years = years
        units: Any = self.fields["office"]
        units.choices = [("", "ทั้งหมด"), *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            units.widget = forms.HiddenInput()
        self._offer_years("fiscal_year")

    def chosen(self, default_year: int) -> AnalysisChoice:
        self.is_valid()
        valid = self.cleaned_data
        kind = Kind(valid.get("kind") or Kind.COOPERATIVE)
        sector = valid.get("sector") if kind == Kind.COOPERATIVE else ""
        return AnalysisChoice(
            fiscal_year=valid.get("fiscal_year") or default_year,
            kind=kind,
            sector=Sector(sector) if sector else None,
            office=valid.get("office") or "",
            as_of=valid.get("as_of"),
        )

    def _offer_years(self, name: str) -> None:
        field: Any = self.fields[name]
        field.choices = [(year, str(year)) for year in self.years]


class StrengthForm(AnalysisForm):
    """Which strength table; sorted by a column."""

    sort = forms.CharField(required=False, widget=forms.HiddenInput)


class MapForm(StrengthForm):
    """What the map shows, and which province is opened."""

    measure = forms.ChoiceField(
        label="แผนที่แสดง", choices=Measure.choices, error_messages=UNKNOWN, required=False
    )
    province = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("measure",)

    @property
    def measure_chosen(self) -> Measure:
        """After `chosen`."""
        return Measure(self.cleaned_data.get("measure") or Measure.STRONG)


class MovementForm(AnalysisForm):
    """From which earlier year."""

    earlier = forms.TypedChoiceField(
        label="เทียบกับปี", coerce=int, error_messages=UNKNOWN, required=False, empty_value=None
    )

    field_order = ("fiscal_year", "earlier")

    def __init__(
        self, data: Mapping[str, Any], *, offices: list[OrgUnit], years: Sequence[int]
    ) -> None:
        super().__init__(data, offices=offices, years=years)
        self._offer_years("earlier")
        earlier: Any = self.fields["earlier"]
        earlier.choices = [("", "ปีก่อนหน้า"), *earlier.choices]

    def clean(self) -> None:
        earlier = self.cleaned_data.get("earlier")
        later = self.cleaned_data.get("fiscal_year")
        if earlier and later and earlier >= later:
            self.add_error("earlier", NOT_EARLIER)

    def earlier_of(self, fiscal_year: int) -> int:
        """After `chosen`; the year before unless another is asked for."""
        return self.cleaned_data.get("earlier") or fiscal_year - 1
