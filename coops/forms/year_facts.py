"""The facts of one accounting year beside its statement."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from coops.choices import FactSource, Kind
from coops.fact_words import FACT_SECTIONS, fact_column, fact_words
from coops.forms.facts_rows import FactLine, FactSection, FactsForm, drawn
from coops.models import YearFacts
from coops.rules import YearEnds, check_year_facts
from coops.rules.year_facts import COOPERATIVE_ONLY, GROUP_ONLY
from coops.services.statements import NEW
from coops.services.year_facts import FACTS
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.thai.numerals import to_arabic_digits

VERSION = "version"
YES_NO = (("", "ยังไม่ทราบ"), ("yes", "ใช่"), ("no", "ไม่ใช่"))
_YES_NO_VALUES = {"yes": True, "no": False}
_YES_NO_NAMES = {True: "yes", False: "no", None: ""}
HINTS = {
    "disaster": "ใช้กับตัวชี้วัด 4.2 เท่านั้น ไม่เปลี่ยนผลว่าขาดทุนหรือไม่",
    "disaster_note": "บอกว่าเป็นภัยใด เมื่อใด และเสียหายอย่างไร",
}


class WholeNumberField(forms.CharField):
    """A count in Thai or Arabic digits, with or without thousands separators."""

    def clean(self, value: Any) -> int | None:
        text = to_arabic_digits(super().clean(value)).replace(",", "")
        if not text:
            return None
        if not text.isascii() or not text.isdigit():
            raise forms.ValidationError("ต้องเป็นจำนวนเต็มไม่ติดลบ")
        return int(text)


class YesNoField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, **kwargs)

    def clean(self, value: Any) -> bool | None:
        return _YES_NO_VALUES.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return _YES_NO_NAMES.get(value, value) if not isinstance(value, str) else value


class YearFactsForm(FactsForm):
    """`before`: the facts of the year before, shown beside. What the auditing department sent
    has no control."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: Kind,
        ends: YearEnds,
        stored: YearFacts | None,
        before: YearFacts | None = None,
        now: YearFacts | None = None,
    ) -> None:
        super().__init__(data, initial=_shown(stored))
        self.kind, self.ends = kind, ends
        self._stored, self._before, self.now = stored, before, now
        other = GROUP_ONLY if kind == Kind.COOPERATIVE else COOPERATIVE_ONLY
        for name in FACTS:
            if name not in other:
                self.fields[name] = _form_field(name)
                self.fields[name].disabled = bool(stored and stored.is_locked(name))

    def clean(self) -> dict[str, Any]:
        """What the rules say is told together with what cannot be read."""
        if self.ends.counts is None:
            return self.cleaned_data
        known = {**self.cleaned_data, "accounting_year_end": self.ends.counts}
        self.add_new_problems(check_year_facts(known, self.kind, timezone.localdate()))
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """What was entered, in the shape of the service; locked facts are left out."""
        return {
            name: self.cleaned_data[name]
            for name, field in self.fields.items()
            if name != VERSION and not field.disabled
        }

    @property
    def sections(self) -> list[FactSection]:
        return [
            FactSection(title, [self._line(name) for name in names if name in self.fields])
            for title, names in FACT_SECTIONS
        ]

    def _line(self, name: str) -> FactLine:
        bound = self[name]
        return FactLine(
            bound,
            drawn(bound),
            previous=fact_words(self._before, name),
            stored=self._changed_meanwhile(name),
            locked=str(FactSource.AUDITED.label) if bound.field.disabled else "",
            value=fact_words(self._stored, name),
        )

    def _changed_meanwhile(self, name: str) -> str:
        if self.now is None or self.fields[name].disabled:
            return ""
        stored, typed = getattr(self.now, name), self.cleaned_data.get(name)
        same = stored == typed or (stored in (None, "") and typed in (None, ""))
        return "" if same else fact_words(self.now, name) or "ว่าง"


def _shown(stored: YearFacts | None) -> dict[str, Any]:
    if stored is None:
        return {VERSION: NEW}
    return {name: getattr(stored, name) for name in (VERSION, *FACTS)}


def _form_field(name: str) -> forms.Field:
    """By the type of the column."""
    column = fact_column(name)
    options: dict[str, Any] = {
        "label": str(column.verbose_name),
        "required": False,
        "help_text": HINTS.get(name, ""),
    }
    internal = column.get_internal_type()
    if internal == "DateField":
        field: forms.Field = TypedDateField(**options)
        field.widget.attrs["data-date"] = True
        return field
    if internal == "BooleanField":
        return YesNoField(**options)
    if column.choices:
        choices = [("", "ยังไม่ทราบ"), *column.choices]
        return forms.ChoiceField(
            choices=choices, error_messages={"invalid_choice": "ไม่มีตัวเลือกนี้"}, **options
        )
    if internal == "TextField":
        return forms.CharField(max_length=1000, widget=forms.Textarea({"rows": 2}), **options)
    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "amount"})
    return WholeNumberField(max_length=20, widget=widget, **options)
