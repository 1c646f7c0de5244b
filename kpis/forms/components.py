"""The form of a KPI's components: one row each."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from cpd_portal.core.date_field import TypedDateField
from cpd_portal.thai.amount_input import AmountInputError
from kpis.models import Component
from kpis.selectors.components import shown_value, value_of
from kpis.services.components import ComponentEntry
from kpis.typed_components import Typed, typed_component

PARTS = ("value", "agency", "letter_no", "letter_on")


class ComponentValueField(forms.CharField):
    """A number in the component's unit, or N/A where there is none."""

    def __init__(self, unit: str, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(
            max_length=60,
            required=False,
            widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Typed:
        try:
            return typed_component(super().clean(value).strip(), self.unit)
        except AmountInputError as error:
            raise forms.ValidationError(str(error)) from error


class ComponentsForm(forms.Form):
    """Fields "<code>-value", "-agency", "-letter_no", "-letter_on" and "-version" per row."""

    def __init__(self, data: Any = None, *, components: Sequence[Component]) -> None:
        super().__init__(data)
        self.components = components
        for row in components:
            self._add(row)

    def _add(self, row: Component) -> None:
        value = value_of(row)
        code = row.code
        self.fields[f"{code}-value"] = ComponentValueField(
            row.unit, label=row.label, initial=shown_value(value)
        )
        self.fields[f"{code}-agency"] = forms.CharField(
            label=f"หน่วยงานที่ให้ค่า {row.label}",
            max_length=120,
            required=False,
            initial=value.agency if value else row.agency,
        )
        self.fields[f"{code}-letter_no"] = forms.CharField(
            label=f"เลขที่หนังสือ {row.label}",
            max_length=80,
            required=False,
            initial=value.letter_no if value else "",
        )
        self.fields[f"{code}-letter_on"] = TypedDateField(
            label=f"ลงวันที่ {row.label}",
            required=False,
            help_text="",
            initial=value.letter_on if value else None,
        )
        self.fields[f"{code}-version"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=value.version if value else 0
        )

    def entries(self) -> dict[str, ComponentEntry]:
        given = self.cleaned_data
        return {
            row.code: ComponentEntry(
                value=given[f"{row.code}-value"].value,
                absent=given[f"{row.code}-value"].absent,
                agency=given[f"{row.code}-agency"],
                letter_no=given[f"{row.code}-letter_no"],
                letter_on=given[f"{row.code}-letter_on"],
                version=given[f"{row.code}-version"],
            )
            for row in self.components
        }

    def add_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        """Of the service: "/code" is about the value, "/code/letter_on" about that field."""
        for pointer, message in problems:
            code, _, part = pointer.removeprefix("/").partition("/")
            self.add_error(f"{code}-{part or 'value'}", message)

    def rows(self) -> Iterator[tuple[Component, dict[str, forms.BoundField]]]:
        for row in self.components:
            parts = (*PARTS, "version")
            yield row, {part: self[f"{row.code}-{part}"] for part in parts}
