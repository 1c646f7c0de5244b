"""The filter of the project list."""

from django import forms

from cpd_portal.core.models import User
from strategy.selectors import plan as selectors


class ProjectFilterForm(forms.Form):
    q = forms.CharField(
        label="ค้นหา",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    strategy = forms.TypedChoiceField(
        label="ยุทธศาสตร์", required=False, coerce=int, empty_value=None
    )
    unit = forms.ChoiceField(label="หน่วยงานที่รับผิดชอบ", required=False)

    def __init__(self, data: object, user: User) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["strategy"].choices = [  # type: ignore[attr-defined]
            ("", "ทุกยุทธศาสตร์"),
            *((row.number, f"ยุทธศาสตร์ที่ {row.number}") for row in selectors.strategies(user)),
        ]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", "ทุกหน่วยงาน"),
            *selectors.responsible_units(user),
        ]
