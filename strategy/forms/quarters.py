"""The filter of the board, and why a form is sent back."""

from typing import Any

from django import forms

from strategy.models import Plan


class BoardForm(forms.Form):
    year = forms.TypedChoiceField(label="ปีงบประมาณ", required=False, coerce=int, empty_value=None)
    mine = forms.BooleanField(label="เฉพาะหน่วยงานของฉัน", required=False)

    def __init__(self, data: Any, plan: Plan) -> None:
        super().__init__(data)
        years: Any = self.fields["year"]
        years.choices = [("", "ทุกปี"), *((year, str(year)) for year in plan.years)]


class ReturnForm(forms.Form):
    """The service decides whether a reason is needed; the form keeps it storable and short."""

    reason = forms.CharField(max_length=1000, required=False)
