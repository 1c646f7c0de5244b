"""Parameters of the documents of orders."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.models import User
from registrar.choices import OrderState
from registrar.forms.documents import UNKNOWN
from registrar.forms.orders import YEARS
from registrar.models import Order
from registrar.services.cases import BUDDHIST_ERA

NOT_FOUND = "ไม่พบคำสั่งนี้ในขอบเขตของบัญชี"


class OrderPaperForm(ReportForm):
    order = forms.CharField(label="รหัสคำสั่ง", max_length=36)

    def clean_order(self) -> str:
        given: str = self.cleaned_data["order"]
        try:
            key = UUID(given)
        except ValueError as error:
            raise forms.ValidationError(NOT_FOUND) from error
        if not Order.objects.visible_to(self.user).filter(pk=key).exists():
            raise forms.ValidationError(NOT_FOUND)
        return str(key)


class OrderRegisterForm(ReportForm):
    """Filters of the register; all may be left out."""

    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)
    year = forms.ChoiceField(label="ปีของเลข (พ.ศ.)", required=False, error_messages=UNKNOWN)
    state = forms.ChoiceField(
        label="สถานะ",
        choices=[("", "ทั้งหมด"), *OrderState.choices],
        required=False,
        error_messages=UNKNOWN,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        fields: dict[str, Any] = self.fields
        units = [(unit.code, unit.short_name) for unit in user.offices_in_reach]
        fields["office"].choices = [("", "ทั้งหมด"), *units]
        this_year = timezone.localdate().year + BUDDHIST_ERA
        years = [(str(year), str(year)) for year in range(this_year, this_year - YEARS, -1)]
        fields["year"].choices = [("", "ทั้งหมด"), *years]
