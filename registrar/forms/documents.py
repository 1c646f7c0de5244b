"""Parameters of the documents of cases."""

from typing import Any
from uuid import UUID

from django import forms

from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from registrar.choices import CaseState, Origin
from registrar.models import Case
from registrar.selectors.case_lists import Lateness

UNKNOWN = {"invalid_choice": "ไม่มีตัวเลือกนี้"}


def _choice(label: str, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "ทั้งหมด"), *choices], required=False, error_messages=UNKNOWN
    )


class CaseRegisterForm(ReportForm):
    """Filters of the register; all may be left out."""

    office = _choice("หน่วยงาน")
    state = _choice("สถานะ", CaseState.choices)
    late = _choice("กำหนดเวลา", Lateness.choices)
    origin = _choice("ที่มา", Origin.choices)
    q = forms.CharField(label="เลขสำนวน ชื่อ หรือเรื่อง", max_length=100, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        field: Any = self.fields["office"]
        units = [(unit.code, unit.short_name) for unit in user.offices_in_reach]
        field.choices = [("", "ทั้งหมด"), *units]


class CaseSummaryForm(ReportForm):
    case = forms.CharField(label="รหัสสำนวน", max_length=36)

    def clean_case(self) -> str:
        given: str = self.cleaned_data["case"]
        try:
            key = UUID(given)
        except ValueError as error:
            raise forms.ValidationError("ไม่พบสำนวนนี้ในขอบเขตของบัญชี") from error
        if not Case.objects.visible_to(self.user).filter(pk=key).exists():
            raise forms.ValidationError("ไม่พบสำนวนนี้ในขอบเขตของบัญชี")
        return str(key)
