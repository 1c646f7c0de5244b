"""The form of one project's quarter: a field for every target of the year, words, evidence.

Beside every field stands what the person saw, so that two people at once lose nothing.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from cpd_portal.core.amount_field import TypedAmountField
from strategy.choices import Milestone
from strategy.selectors.quarters import ReportLine, TargetLine
from strategy.services import Entered, Reached

TEXT = forms.Textarea({"rows": 4})


class ProgressForm(forms.Form):
    narrative = forms.CharField(
        label="ผลการดำเนินงานสะสมถึงสิ้นไตรมาส", required=False, widget=TEXT, max_length=10_000
    )
    problems = forms.CharField(
        label="ปัญหาและอุปสรรค", required=False, widget=TEXT, max_length=10_000
    )

    def __init__(self, line: ReportLine, data: Any = None) -> None:
        super().__init__(data)
        self.line = line
        report = line.report
        self._stored("narrative", report.narrative if report else "")
        self._stored("problems", report.problems if report else "")
        for one in line.targets:
            self._target_field(one)

    @property
    def target_fields(self) -> list[tuple[TargetLine, forms.BoundField]]:
        return [(one, self[_name(one)]) for one in self.line.targets]

    @property
    def seen_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("seen-")]

    def entered(self) -> Entered:
        return self._read("")

    def seen(self) -> Entered:
        return self._read("seen-")

    def add_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        """Of the service: pairs of pointer and message."""
        for pointer, message in problems:
            name = pointer.removeprefix("/").replace("values/", "value-")
            self.add_error(name if name in self.fields else None, message)

    def with_seen(self, stored: Entered) -> None:
        """What is stored by now counts as seen when the same values are sent again."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen-narrative"], data["seen-problems"] = stored.narrative, stored.problems
        for one in self.line.targets:
            reached = stored.values.get(one.target.measure_id, Reached())
            data[f"seen-{_name(one)}"] = _as_text(reached)
        self.data = data

    def _stored(self, name: str, value: str) -> None:
        self.fields[name].initial = value
        hidden = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
        hidden.initial = value
        self.fields[f"seen-{name}"] = hidden

    def _target_field(self, one: TargetLine) -> None:
        reached = (
            Reached(one.value.value, one.value.milestone) if one.value is not None else Reached()
        )
        name = _name(one)
        field: forms.Field
        if one.target.measure.is_milestone:
            field = forms.ChoiceField(
                required=False, choices=[("", "ยังไม่ระบุ"), *Milestone.choices]
            )
            field.initial = reached.milestone
        else:
            field = TypedAmountField(required=False)
            field.initial = None if reached.value is None else _as_text(reached)
        field.label = one.words
        self.fields[name] = field
        hidden = forms.CharField(required=False, widget=forms.HiddenInput)
        hidden.initial = _as_text(reached)
        self.fields[f"seen-{name}"] = hidden

    def _read(self, prefix: str) -> Entered:
        found = self.cleaned_data
        return Entered(
            narrative=found[f"{prefix}narrative"].replace("\r\n", "\n"),
            problems=found[f"{prefix}problems"].replace("\r\n", "\n"),
            values={
                one.target.measure_id: _reached(one, found[f"{prefix}{_name(one)}"])
                for one in self.line.targets
            },
        )


class EvidenceForm(forms.Form):
    file = forms.FileField(
        label="แฟ้มหลักฐาน",
        help_text="PDF, JPEG หรือ PNG ไม่เกิน 10 MB",
        error_messages={"required": "กรุณาเลือกแฟ้ม"},
    )
    title = forms.CharField(label="เป็นหลักฐานของ", required=False, max_length=200)


def _name(one: TargetLine) -> str:
    return f"value-{one.target.measure_id}"


def _as_text(reached: Reached) -> str:
    if reached.milestone:
        return reached.milestone
    return "" if reached.value is None else format(reached.value.normalize(), "f")


def _reached(one: TargetLine, value: Any) -> Reached:
    """A seen number comes back as the text that the page sent."""
    if one.target.measure.is_milestone:
        return Reached(milestone=value or "")
    if value in (None, ""):
        return Reached()
    return Reached(value=value if isinstance(value, Decimal) else _decimal(value))


def _decimal(text: str) -> Decimal | None:
    """None for what no page of ours sent."""
    plain = text.replace(".", "", 1)
    return Decimal(text) if plain.isascii() and plain.isdigit() else None
