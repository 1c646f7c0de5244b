"""The filter of the 6-month list of KPI 5 and 6."""

from typing import Any

from django import forms

from cpd_portal.core.models import OrgUnit, User
from kpis.selectors.half_year import HalfState


class HalfYearForm(forms.Form):
    state = forms.ChoiceField(
        label="สถานะ", required=False, choices=[("", "ทุกสถานะ"), *HalfState.choices]
    )
    office = forms.ChoiceField(label="หน่วยงาน", required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        offices = OrgUnit.objects.visible_to(user).offices().order_by("name_sort")
        choices: Any = self.fields["office"]
        choices.choices = [("", "ทุกหน่วยงาน"), *offices.values_list("code", "short_name")]

    def chosen(self, name: str) -> str:
        """ "" for what is not on the list."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() else ""
