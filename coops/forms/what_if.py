"""Trying other facts on the page of an institution: a GET form, nothing of it is stored."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from coops import rules
from coops.choices import DefectStatus, Kind
from coops.rules.advice import Changes, Headroom
from coops.services.entered import DAYS_MESSAGE, is_days
from cpd_portal.thai.numerals import to_arabic_digits

from .assessment import points_name
from .filters import UNKNOWN

PREFIX = "try"
_YEARS = {"latest": "ปีล่าสุด", "previous": "ปีก่อนหน้า"}
_LOSS_WORDS = (("no", "ไม่ขาดทุน"), ("yes", "ขาดทุน"))
_ALLOCATED_WORDS = (("yes", "จัดสรรและจ่าย"), ("no", "ไม่ได้จัดสรรและจ่าย"))


class WhatIfForm(forms.Form):
    """Points of the indicators with the largest headroom, and the conditions of the kind;
    it opens with the stored facts; what is absent or emptied is the stored fact."""

    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        facts: rules.Facts,
        rule_set: rules.RuleSet,
        rows: Iterable[Headroom],
    ) -> None:
        stored = _stored(facts)
        if data is not None:
            data = {**{f"{PREFIX}-{name}": value for name, value in stored.items()}, **data}
        super().__init__(data, prefix=PREFIX, initial=stored)
        self.rule_set = rule_set
        self.facts = facts
        self.rows = list(rows)
        for row in self.rows:
            self.fields[points_name(row.indicator.code)] = _points_field(row)
        self._add_conditions()

    def _add_conditions(self) -> None:
        is_cooperative = self.rule_set.kind == Kind.COOPERATIVE
        title = "ผลประกอบการ" if is_cooperative else "การจัดสรรกำไรสุทธิ"
        for year, words in _YEARS.items():
            self.fields[year] = forms.ChoiceField(
                label=f"{title}{words}",
                choices=_LOSS_WORDS if is_cooperative else _ALLOCATED_WORDS,
                required=False,
                error_messages=UNKNOWN,
            )
        self.fields["defect_status"] = forms.ChoiceField(
            label="สถานะข้อบกพร่อง",
            choices=DefectStatus.choices,
            required=False,
            error_messages=UNKNOWN,
        )
        if not is_cooperative:
            self.fields["statement_days"] = forms.CharField(
                label="จัดทำงบการเงินแล้วเสร็จใน (วัน)",
                required=False,
                max_length=10,
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            )

    def clean_statement_days(self) -> int | None:
        text = to_arabic_digits(self.cleaned_data["statement_days"])
        if not text:
            return None
        days = int(text) if text.isascii() and text.isdigit() else None
        if not is_days(days):
            raise forms.ValidationError(DAYS_MESSAGE)
        return days

    def clean(self) -> dict[str, Any]:
        """Points are checked by the rules; the good ones are kept as numbers."""
        entered = {
            row.indicator.code: to_arabic_digits(
                self.cleaned_data.get(points_name(row.indicator.code), "")
            )
            for row in self.rows
        }
        filled = {code: text for code, text in entered.items() if text}
        self.points, problems = rules.check_points(filled, self.rule_set)
        for problem in problems:
            self.add_error(points_name(problem.pointer.removeprefix("/points/")), problem.message)
        return self.cleaned_data

    def changes(self) -> Changes:
        """Of a valid form."""
        entered = self.cleaned_data
        is_cooperative = self.rule_set.kind == Kind.COOPERATIVE
        stored = self.facts.loss if is_cooperative else self.facts.allocated_and_paid
        years = rules.TwoYears(
            _yes_no(entered["latest"], stored.latest),
            _yes_no(entered["previous"], stored.previous),
        )
        status = entered["defect_status"]
        return Changes(
            points=self.points,
            defect_status=DefectStatus(status) if status else None,
            loss=years if is_cooperative else None,
            allocated_and_paid=None if is_cooperative else years,
            statement_days=entered.get("statement_days"),
        )


def _stored(facts: rules.Facts) -> dict[str, Any]:
    """As the controls show them; a complete set of facts has one of the two answers."""
    years = facts.loss if facts.loss.latest is not None else facts.allocated_and_paid
    return {
        "latest": "yes" if years.latest else "no",
        "previous": "yes" if years.previous else "no",
        "defect_status": facts.defect_status,
        "statement_days": facts.statement_days,
        **{points_name(code): rules.plain(value) for code, value in facts.points.items()},
    }


def _yes_no(text: str, stored: bool | None) -> bool | None:
    return {"yes": True, "no": False}.get(text, stored)


def _points_field(row: Headroom) -> forms.CharField:
    indicator = row.indicator
    return forms.CharField(
        label=f"{indicator.code} {indicator.title}",
        help_text=f"ขณะนี้ {rules.plain(row.points)} เต็ม {rules.plain(indicator.maximum)} คะแนน",
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
