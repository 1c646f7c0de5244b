"""Holidays typed as lines, and those that are taken out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from cpd_portal.core.holidays.choices import HolidayKind
from cpd_portal.core.holidays.content import Holiday, HolidayContent
from cpd_portal.core.holidays.figures import outside
from cpd_portal.thai.date_input import DateInputError, parse_date
from cpd_portal.thai.dates import format_date_long

MOST_LINES = 60
NOTHING = "พิมพ์วันที่จะเพิ่ม หรือเลือกวันที่จะถอนออก"
NEW_KINDS = [(kind.value, kind.label) for kind in HolidayKind if kind != HolidayKind.FIXED]


class HolidayChangeForm(forms.Form):
    """Makes the content of the next version from the one in force."""

    lines = forms.CharField(
        label="วันที่เพิ่ม",
        required=False,
        max_length=10_000,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        help_text="หนึ่งบรรทัดต่อหนึ่งวัน วันที่แล้วตามด้วยชื่อ เช่น 12/2/2568 วันมาฆบูชา",
    )
    kind = forms.ChoiceField(label="ที่มาของวันที่เพิ่ม", choices=NEW_KINDS)
    verified = forms.BooleanField(label="เทียบวันที่เพิ่มกับประกาศของปีนี้แล้ว", required=False)
    removed = forms.TypedMultipleChoiceField(
        label="วันที่ถอนออก",
        required=False,
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "วันที่จะถอนไม่มีในรุ่นที่ใช้อยู่แล้ว กรุณาเปิดดูรุ่นล่าสุด"},
    )
    source = forms.CharField(
        label="ที่มา",
        help_text="มติหรือประกาศ พร้อมเลขที่และวันที่",
        max_length=300,
        error_messages={"required": "กรุณาระบุมติหรือประกาศที่เป็นที่มา"},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, fiscal_year: int, held: list[Holiday], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fiscal_year, self.held = fiscal_year, held
        removed: Any = self.fields["removed"]
        removed.choices = [
            (row.day.isoformat(), f"{format_date_long(row.day)} {row.title}") for row in held
        ]

    def clean_lines(self) -> list[tuple[date, str]]:
        texts = [line.strip() for line in self.cleaned_data["lines"].splitlines()]
        typed = list(enumerate(texts, start=1))
        if len(typed) > MOST_LINES:
            raise forms.ValidationError(f"รับครั้งละไม่เกิน {MOST_LINES} บรรทัด")
        problems: list[str] = []
        found = [self._read(number, text, problems) for number, text in typed if text]
        if problems:
            raise forms.ValidationError(problems)
        return [pair for pair in found if pair is not None]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "lines" in cleaned and "removed" in cleaned:
            lines, removed = cleaned["lines"], cleaned["removed"]
            problems = list(self._twice(lines, removed))
            if not lines and not removed:
                problems.append(NOTHING)
            for message in problems:
                self.add_error("lines", message)
        return cleaned

    def content(self) -> dict[str, Any]:
        gone = set(self.cleaned_data["removed"])
        kind, verified = HolidayKind(self.cleaned_data["kind"]), self.cleaned_data["verified"]
        rows = [row for row in self.held if row.day not in gone]
        rows += [
            Holiday(day=day, title=title, kind=kind, verified=verified)
            for day, title in self.cleaned_data["lines"]
        ]
        rows.sort(key=lambda row: row.day)
        return HolidayContent(holidays=rows).model_dump(mode="json")

    def _read(self, number: int, text: str, problems: list[str]) -> tuple[date, str] | None:
        try:
            day, title = _split(text)
        except DateInputError as error:
            problems.append(f"บรรทัดที่ {number}: {error}")
            return None
        problem = outside(self.fiscal_year, day)
        if problem:
            problems.append(f"บรรทัดที่ {number}: {format_date_long(day)} {problem}")
        elif not title or len(title) > 120:
            problems.append(f"บรรทัดที่ {number}: ชื่อวันหยุดต้องมีและยาวไม่เกิน 120 ตัวอักษร")
        return day, title

    def _twice(self, lines: list[tuple[date, str]], removed: list[date]) -> Iterator[str]:
        taken = {row.day for row in self.held} - set(removed)
        for day, _ in lines:
            if day in taken:
                yield f"{format_date_long(day)} มีอยู่แล้ว"
            taken.add(day)


def _split(text: str) -> tuple[date, str]:
    """The day at the beginning of the line ("12/2/2568" or "12 ก.พ. 2568") and what follows.
    Raises DateInputError."""
    words = text.replace("\t", " ").replace(",", " ").split()
    length = 3 if words[0].isdigit() else 1
    return parse_date(" ".join(words[:length])), " ".join(words[length:])
