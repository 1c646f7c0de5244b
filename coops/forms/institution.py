"""Contact data and the last day of the accounting year."""

from typing import Any

from django import forms

from coops.models import Institution
from coops.services import InstitutionChanges
from cpd_portal.thai.calendar import MONTHS
from cpd_portal.thai.numerals import to_arabic_digits

# Where the service's pointers stand on this form.
_FIELDS = {"accounting_year_end": "accounting_year_end_day"}


class InstitutionForm(forms.Form):
    """The service decides; the form only reads digits and names the fields in Thai."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    district = forms.CharField(label="อำเภอ/เขต", max_length=80, required=False)
    address = forms.CharField(
        label="ที่อยู่", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(label="โทรศัพท์", max_length=60, required=False)
    email = forms.CharField(
        label="อีเมล",
        max_length=254,
        required=False,
        widget=forms.TextInput({"inputmode": "email"}),
    )
    accounting_year_end_day = forms.CharField(
        label="วันสิ้นปีบัญชี",
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"required": "กรุณากรอกวันที่"},
        help_text="เลขไทยหรืออารบิกก็ได้ วันที่ 29 กุมภาพันธ์หมายถึงวันสิ้นเดือน",
    )
    accounting_year_end_month = forms.TypedChoiceField(
        label="เดือนสิ้นปีบัญชี",
        choices=[(number, name) for number, name in enumerate(MONTHS, start=1)],
        coerce=int,
        error_messages={"invalid_choice": "ไม่มีเดือนนี้"},
    )

    use_required_attribute = False

    @classmethod
    def of(cls, institution: Institution) -> "InstitutionForm":
        return cls(initial={name: getattr(institution, name) for name in cls.base_fields})

    def clean_phone(self) -> str:
        return to_arabic_digits(self.cleaned_data["phone"])

    def clean_accounting_year_end_day(self) -> int:
        text = to_arabic_digits(self.cleaned_data["accounting_year_end_day"])
        if not text.isascii() or not text.isdigit():
            raise forms.ValidationError("วันที่ต้องเป็นตัวเลข 1 ถึง 31")
        return int(text)

    def changes(self) -> InstitutionChanges:
        values: Any = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        return values  # type: ignore[no-any-return]  # the fields are those of the changes

    def add_problems(self, errors: list[tuple[str, str]]) -> None:
        for pointer, message in errors:
            name = pointer.strip("/")
            self.add_error(_FIELDS.get(name, name), message)
