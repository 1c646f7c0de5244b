"""The confirmation of a removal."""

from django import forms

from cpd_portal.thai.numerals import to_arabic_digits


class ConfirmForm(forms.Form):
    """The number of rows, typed: nobody removes what he has not looked at."""

    counted = forms.CharField(
        label="พิมพ์จำนวนแถวที่จะลบเพื่อยืนยัน",
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "พิมพ์จำนวนแถวที่จะลบ"},
    )
    use_required_attribute = False

    def clean_counted(self) -> int:
        text = to_arabic_digits(self.cleaned_data["counted"]).replace(",", "").strip()
        if not text.isdecimal():
            raise forms.ValidationError("จำนวนแถวต้องเป็นตัวเลข")
        return int(text)
