"""What of the picture is shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from cpd_portal.core.date_field import PastDayField
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.home.picture.past import recorded_since
from cpd_portal.home.picture.scope import Population, Scope, narrowed, regions_of
from cpd_portal.thai.dates import format_date_long

UNKNOWN = {"invalid_choice": "ไม่มีตัวเลือกนี้ ให้เลือกจากรายการ"}


class PictureForm(forms.Form):
    """Filters stand in the address; a unit outside the person's reach is no choice."""

    unit = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)
    population = forms.ChoiceField(
        label="แผนที่และชั้น",
        required=False,
        error_messages=UNKNOWN,
        choices=[("", Population.AGRICULTURAL.label), *Population.choices[1:]],
    )

    as_of = PastDayField(label="ข้อมูล ณ วันที่")

    def __init__(self, data: Mapping[str, Any], user: User) -> None:
        super().__init__(data)
        self._user = user
        regions, offices = regions_of(user), user.offices_in_reach
        self._units = {unit.code: unit for unit in (*regions, *offices)}
        field: Any = self.fields["unit"]
        grouped = [("เขตตรวจราชการ", _named(regions))] if regions else []
        field.choices = [("", "ทั้งหมดในขอบเขต"), *grouped, *_named(offices)]
        if len(offices) == 1:
            field.widget = forms.HiddenInput()

    def clean_as_of(self) -> date | None:
        """None for today: that is now. A day before the first entry is refused."""
        day: date | None = self.cleaned_data["as_of"]
        if day is None or day == timezone.localdate():
            return None
        since = recorded_since()
        if since is None or day < since:
            raise forms.ValidationError(_unknown(day, since))
        return day

    @property
    def refuses_day(self) -> bool:
        """After `scope`: the day asked for is none that anything is known of."""
        return "as_of" in self.errors

    def scope(self, fiscal_year: int, today: date) -> Scope:
        """Of whatever is valid."""
        self.is_valid()
        unit = self._units.get(self.cleaned_data.get("unit", ""))
        chosen = self.cleaned_data.get("population")
        return Scope(
            viewer=narrowed(self._user, unit),
            fiscal_year=fiscal_year,
            today=today,
            day=self.cleaned_data.get("as_of"),
            unit=unit,
            is_shared=self._user.reach.nationwide,
            population=Population(chosen or Population.AGRICULTURAL),
            province=str(self.data.get("province", ""))[:2],
        )


def _named(units: list[OrgUnit]) -> list[tuple[str, str]]:
    return [(unit.code, unit.short_name) for unit in units]


def _unknown(day: date, since: date | None) -> str:
    if since is None:
        return f"ระบบยังไม่มีการบันทึก จึงไม่มีข้อมูล ณ {format_date_long(day)}"
    return (
        f"ไม่มีข้อมูล ณ {format_date_long(day)} เพราะระบบบันทึกตั้งแต่ {format_date_long(since)} "
        "เลือกวันที่ตั้งแต่วันนั้น หรือเว้นว่างเพื่อดูข้อมูลปัจจุบัน"
    )
