"""The financial statement of one accounting year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from coops.fact_words import STATEMENT_SECTIONS, amount_label, words
from coops.forms.facts_rows import FactLine, FactSection, FactsForm, SumLine, drawn
from coops.models import FinancialStatement
from coops.rules import AMOUNTS, YearEnds, sums_of
from coops.rules.statements import SUMS
from coops.services.statements import NEW, problems_of_statement
from cpd_portal.core.amount_field import TypedAmountField
from cpd_portal.core.date_field import TypedDateField
from cpd_portal.thai.formatting import format_money

VERSION, YEAR_END = "version", "accounting_year_end"
HINTS = {
    "other_equity": "ติดลบได้ เช่น ขาดทุนสะสม",
    "net_profit": "ขาดทุนให้ใส่เครื่องหมายลบหรือวงเล็บ",
    "operating_expenses": "ส่วนหนึ่งของค่าใช้จ่าย ใช้คำนวณอัตราค่าใช้จ่ายดำเนินงาน",
}
# The sums have no control of their own: what does not balance is shown at the first part.
_FIELDS = {"total_assets": "current_assets"}


class StatementForm(FactsForm):
    """`ends` say which accounting year counts; `before` is the statement of the year before,
    shown beside."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    accounting_year_end = TypedDateField(label="วันสิ้นปีบัญชี", required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        stored: FinancialStatement | None,
        ends: YearEnds,
        before: FinancialStatement | None = None,
        now: FinancialStatement | None = None,
    ) -> None:
        super().__init__(data, initial=_shown(stored, ends.counts))
        self.ends = ends
        self.stored, self._before, self.now = stored, before, now
        for name in AMOUNTS:
            self.fields[name] = _amount_field(name)

    def clean(self) -> dict[str, Any]:
        """What the rules say is told together with what cannot be read."""
        entered = dict(self.cleaned_data)
        self.add_new_problems(problems_of_statement(entered, self.ends))
        return entered

    def values(self) -> dict[str, Any]:
        """What was entered, in the shape of the service; it checks the values."""
        return {name: self.cleaned_data[name] for name in (YEAR_END, *AMOUNTS)}

    def field_of(self, pointer: str) -> str | None:
        return super().field_of(_FIELDS.get(pointer.strip("/"), pointer))

    @property
    def year_end(self) -> FactLine:
        return self._line(YEAR_END)

    @property
    def sections(self) -> list[FactSection]:
        return [
            FactSection(
                title, [self._sum(name) if name in SUMS else self._line(name) for name in names]
            )
            for title, names in STATEMENT_SECTIONS
        ]

    def _line(self, name: str) -> FactLine:
        bound = self[name]
        previous = words(getattr(self._before, name)) if self._before else ""
        return FactLine(bound, drawn(bound), previous, self._changed_meanwhile(name))

    def _sum(self, name: str) -> SumLine:
        """Of what is stored; the script adds up what is typed."""
        entered = {part: self.initial.get(part) for part in SUMS[name]}
        previous = words(getattr(self._before, name)) if self._before else ""
        now = format_money(sums_of(entered)[name])
        return SumLine(name, amount_label(name), now, previous)

    def _changed_meanwhile(self, name: str) -> str:
        if self.now is None:
            return ""
        stored = getattr(self.now, name)
        typed = self.cleaned_data.get(name)
        return "" if stored == typed else words(stored) or "ว่าง"


def _shown(stored: FinancialStatement | None, year_end: date | None) -> dict[str, Any]:
    if stored is None:
        return {VERSION: NEW, YEAR_END: year_end}
    return {name: getattr(stored, name) for name in (VERSION, YEAR_END, *AMOUNTS)}


def _amount_field(name: str) -> TypedAmountField:
    sums = [total for total, parts in SUMS.items() if name in parts]
    field = TypedAmountField(
        label=amount_label(name),
        required=False,
        help_text=HINTS.get(name, ""),
    )
    field.widget.attrs |= {"class": "amount", "data-amount": name}
    if sums:
        field.widget.attrs["data-part-of"] = sums[0]
    return field
