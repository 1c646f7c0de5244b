"""Lines of the forms of an accounting year: the control, last year's value, the stored one."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from cpd_portal.core.date_field import TypedDateField


@dataclass(frozen=True)
class FactLine:
    """One line. `locked` is the source of a value that is not typed here; `stored` what
    somebody else saved meanwhile ("" where nothing differs)."""

    bound: BoundField
    control: SafeString
    previous: str
    stored: str = ""
    locked: str = ""
    value: str = ""

    @property
    def error_id(self) -> str:
        return f"{self.bound.auto_id}_error"

    @property
    def is_date(self) -> bool:
        return isinstance(self.bound.field, TypedDateField) and not self.locked

    @property
    def label(self) -> str:
        return str(self.bound.label)


@dataclass(frozen=True)
class SumLine:
    """A sum that follows from the lines before it; the script keeps it up to date."""

    name: str
    label: str
    now: str
    previous: str


@dataclass(frozen=True)
class FactSection:
    title: str
    lines: list[Any]


def drawn(bound: BoundField) -> SafeString:
    """The control in its look, marked where it holds an error."""
    look = "form-select" if isinstance(bound.field.widget, forms.Select) else "form-control"
    attributes: dict[str, str | bool] = {
        "class": f"{look} {bound.field.widget.attrs.get('class', '')}".strip()
    }
    if bound.errors:
        attributes["class"] = f"{attributes['class']} is-bad"
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}_error"}
    return bound.as_widget(attrs=attributes)


def problems_of(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """For the summary: (id of the control, its name, message)."""
    general = [("", "", str(error)) for error in form.non_field_errors()]
    return general + [
        (form[name].auto_id, str(form[name].label), str(error))
        for name, errors in form.errors.items()
        if name in form.fields
        for error in errors
    ]
