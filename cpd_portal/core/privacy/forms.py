"""What part of the access logs is looked at."""

from typing import Any

from django import forms

from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.privacy.registry import access_logs
from cpd_portal.core.privacy.selectors import AccessQuestion


class AccessForm(forms.Form):
    log = forms.ChoiceField(label="ชนิด", required=False)
    username = forms.CharField(label="ชื่อผู้ใช้", required=False, max_length=150)
    first = TypedDateField(label="ตั้งแต่วันที่", required=False, help_text="")
    last = TypedDateField(label="ถึงวันที่", required=False, help_text="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["log"]
        field.choices = [("", "ทุกชนิด"), *((log.code, log.title) for log in access_logs())]

    def question(self) -> AccessQuestion:
        """What was typed right; wrong values are told and not asked for."""
        self.is_valid()
        given = self.cleaned_data
        return AccessQuestion(
            code=given.get("log") or "",
            username=given.get("username") or "",
            first=given.get("first"),
            last=given.get("last"),
        )
