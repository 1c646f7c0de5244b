"""The form that scores a typed result."""

from typing import Any

from django import forms

from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.thai.formatting import MINUS
from cpd_portal.thai.numerals import to_arabic_digits
from kpis.models import Criterion, Kpi
from kpis.rules import Policy, Value
from kpis.typed_results import for_field, typed_value

TRANSLATION = str.maketrans({",": "", "\u00a0": "", " ": "", MINUS: "-"})


class ScoreForm(forms.Form):
    """One text field per figure of a result; Thai digits and thousands separators are taken.

    After a valid clean: `criterion` (of the chosen round) and `value`.
    """

    criterion: Criterion
    value: Value

    def __init__(self, kpi: Kpi, data: Any = None) -> None:
        super().__init__(data)
        self.kpi = kpi
        self.criteria = {found.round: found for found in kpi.criteria.all()}
        self._add_round()
        yearly = self.criteria[Round.TWELVE_MONTHS]
        for part, label in yearly.labels.items():
            self.fields[part] = self._figure(yearly, label)

    def _add_round(self) -> None:
        choices = [(code, Round(code).label) for code in self.criteria]
        if len(choices) > 1:
            self.fields["round"] = forms.ChoiceField(
                label="รอบประเมิน",
                choices=choices,
                initial=Round.TWELVE_MONTHS,
                widget=forms.RadioSelect,
                error_messages={
                    "required": "เลือกรอบประเมิน",
                    "invalid_choice": "ตัวชี้วัดนี้ไม่มีรอบที่เลือก",
                },
            )

    def _figure(self, yearly: Criterion, label: str) -> forms.CharField:
        may_be_empty = yearly.no_result_score is not None
        single = not yearly.rule.is_composite
        return forms.CharField(
            label="ผล" if single else label,
            required=not may_be_empty,
            max_length=60,
            help_text="เว้นว่างไว้หมายถึงไม่มีผลการสำรวจ" if may_be_empty else "",
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={"required": "กรอกผลเป็นตัวเลข เช่น 45.00"},
        )

    @property
    def is_asked(self) -> bool:
        """Whether the address carries a result to score."""
        yearly = self.criteria[Round.TWELVE_MONTHS]
        return any(part in self.data for part in yearly.labels)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        self.criterion = self.criteria[cleaned.get("round", Round.TWELVE_MONTHS)]
        texts = {part: plain(cleaned[part]) for part in self.criterion.labels}
        try:
            self.value = typed_value(self.criterion, self._raw(texts))
        except InvalidInput as error:
            for pointer, message in error.errors:
                self.add_error(pointer.rsplit("/", 1)[-1], message)
        return cleaned

    def _raw(self, texts: dict[str, str]) -> object:
        if self.criterion.rule.is_composite:
            return texts
        return texts["value"] or None

    def show_rounded(self, policy: Policy) -> None:
        """After a valid clean: the fields show what is scored, `value` stays as it was given."""
        shown = dict(self.data.items())
        for part in self.criterion.labels:
            exact = plain(self.cleaned_data[part])
            rounded = for_field(exact, self.criterion, policy)
            if rounded != exact:
                shown[part] = rounded
        self.data = shown


def plain(text: str) -> str:
    return to_arabic_digits(text).translate(TRANSLATION)
