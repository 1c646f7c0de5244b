"""What the forms of an accounting year share: their lines (the control, last year's value, the
stored one) and their problems."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from coops.rules.facts import Problem
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


class FactsForm(forms.Form):
    """`now` is what is stored where that is no longer what the person opened."""

    now: Any = None

    use_required_attribute = False

    def field_of(self, pointer: str) -> str | None:
        """The control that shows a problem of this value; None: above all of them."""
        name = pointer.strip("/")
        return name if name in self.fields else None

    def add_problems(self, errors: Iterable[tuple[str, str]]) -> None:
        for pointer, message in errors:
            self.add_error(self.field_of(pointer), message)

    def add_new_problems(self, problems: Iterable[Problem]) -> None:
        """Those of values that could be read; the others have their message."""
        for problem in problems:
            if problem.pointer.strip("/") not in self.errors:
                self.add_error(self.field_of(problem.pointer), problem.message)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """For the summary: (id of the control, its name, message)."""
        general = [("", "", str(error)) for error in self.non_field_errors()]
        return general + [
            (self[name].auto_id, str(self[name].label), str(error))
            for name, errors in self.errors.items()
            if name in self.fields
            for error in errors
        ]

    @property
    def has_conflict(self) -> bool:
        return self.now is not None
