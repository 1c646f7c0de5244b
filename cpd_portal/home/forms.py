"""What of the picture is shown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from cpd_portal.core.models import OrgUnit, User
from cpd_portal.home.picture.scope import Population, Scope, narrowed, regions_of

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

    def scope(self, fiscal_year: int, today: date) -> Scope:
        """Of whatever is valid."""
        self.is_valid()
        unit = self._units.get(self.cleaned_data.get("unit", ""))
        chosen = self.cleaned_data.get("population")
        return Scope(
            viewer=narrowed(self._user, unit),
            fiscal_year=fiscal_year,
            today=today,
            unit=unit,
            is_shared=self._user.reach.nationwide,
            population=Population(chosen or Population.AGRICULTURAL),
            province=str(self.data.get("province", ""))[:2],
        )


def _named(units: list[OrgUnit]) -> list[tuple[str, str]]:
    return [(unit.code, unit.short_name) for unit in units]
