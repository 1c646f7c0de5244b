"""What a person says about a filter to keep; the service checks it."""

from collections.abc import Iterable

from django import forms

from cpd_portal.core.saved_filters.models import LONGEST_NAME
from cpd_portal.core.saved_filters.services import LONG_NAME, NO_NAME


class SavedFilterForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(
        label="ชื่อตัวกรอง",
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": NO_NAME, "max_length": LONG_NAME},
    )
    query = forms.CharField(max_length=4_000, required=False, widget=forms.HiddenInput)

    def add_problems(self, errors: Iterable[tuple[str, str]]) -> None:
        """What is wrong with the filter itself has no visible control."""
        for pointer, message in errors:
            self.add_error("name" if pointer == "/name" else None, message)
