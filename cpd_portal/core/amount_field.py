"""A form field for an amount as people type it: thousands separators, Thai or Arabic digits."""

from decimal import Decimal
from typing import Any

from django import forms

from cpd_portal.thai.amount_input import AmountInputError, parse_amount
from cpd_portal.thai.formatting import format_money


class TypedAmountField(forms.CharField):
    """Cleans to a Decimal, or None where it may be left out and was."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {
            "max_length": 40,
            "widget": forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            "empty_value": None,
        }
        super().__init__(**{**options, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return format_money(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if text is None:
            return None
        try:
            return parse_amount(text)
        except AmountInputError as error:
            raise forms.ValidationError(str(error)) from error
