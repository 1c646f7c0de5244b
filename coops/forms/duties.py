"""Filters of the list of general meetings and statements due."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from coops.choices import Duty, Kind
from coops.forms.filters import UNKNOWN
from coops.selectors.duties import DutyChoice, DutyOrder, DutyShow
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import OrgUnit, User


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=UNKNOWN)


class DutyFields(forms.Form):
    """What the page and the document have in common; all may be left out."""

    duty = _choice("เรื่อง", Duty.choices)
    show = _choice("แสดง", [("", "ทั้งหมด"), *DutyShow.choices])
    kind = _choice("ชนิด", [("", "ทั้งหมด"), *Kind.choices])
    office = _choice("หน่วยงาน", [("", "ทั้งหมด")])
    q = forms.CharField(
        label="ค้นหา",
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": "ชื่อหรือเลขทะเบียน"}),
    )
    sort = _choice("เรียงตาม", DutyOrder.choices)
    as_of = TypedDateField(label="ณ วันที่", required=False)

    def offer(self, offices: Sequence[OrgUnit]) -> None:
        units: Any = self.fields["office"]
        units.choices = [*units.choices, *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            units.widget = forms.HiddenInput()

    def order(self) -> DutyOrder:
        return DutyOrder(self.cleaned_data.get("sort") or DutyOrder.DUE)


class DutyForm(DutyFields):
    def __init__(self, data: Mapping[str, Any], *, offices: Sequence[OrgUnit]) -> None:
        super().__init__(data)
        self.offer(offices)

    def chosen(self, fiscal_year: int, today: date) -> DutyChoice:
        """Of what was asked, whatever is valid; the form shows what is not."""
        self.is_valid()
        valid = {name: value for name, value in self.cleaned_data.items() if value}
        valid.pop("sort", None)
        valid["duty"] = Duty(valid.get("duty", Duty.MEETING))
        return DutyChoice(**{"fiscal_year": fiscal_year, "as_of": today, **valid})


class DutyReportForm(DutyFields, ReportForm):
    """Parameters of the document; `as_of` as ISO text, because parameters are JSON."""

    fiscal_year = forms.IntegerField(label="ปีงบประมาณ (พ.ศ.)", min_value=2560, max_value=2700)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer(user.offices_in_reach)
        self.order_fields(["fiscal_year"])

    def clean_as_of(self) -> str | None:
        day: date | None = self.cleaned_data["as_of"]
        return day.isoformat() if day else None


class LettersForm(forms.Form):
    """To whom letters go: the ticked ones, or all that the filter finds."""

    institutions = forms.TypedMultipleChoiceField(coerce=int, required=False)
    everybody = forms.BooleanField(required=False)
    format = forms.ChoiceField(
        choices=[(one.value, one.label) for one in (Format.PDF, Format.DOCX)],
        error_messages=UNKNOWN,
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        ticked: Any = self.fields["institutions"]
        ticked.valid_value = lambda value: str(value).isdecimal()

    def chosen(self) -> Sequence[int] | None:
        """None is everybody."""
        if self.cleaned_data["everybody"]:
            return None
        found: list[int] = self.cleaned_data["institutions"]
        return found


class DutyDayForm(forms.Form):
    """The day on which one duty was done, typed beside the institution."""

    day = TypedDateField(label="วันที่ทำ")
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
