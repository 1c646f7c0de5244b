"""The questionnaire as a form, and the filters of its list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit
from early_warning.choices import RiskAnswer
from early_warning.models import SelfAssessment
from early_warning.questionnaire import Questionnaire, by_side
from early_warning.selectors.self_assessments import YEARS, QuarterChoice
from early_warning.services.self_assessments import SelfAssessmentValues

UNKNOWN = {"required": "กรุณาเลือก", "invalid_choice": "ไม่มีตัวเลือกนี้"}


class QuarterForm(forms.Form):
    """Which quarter, and which office's institutions."""

    fiscal_year = forms.TypedChoiceField(label="ปีงบประมาณ", coerce=int, required=False)
    quarter = forms.TypedChoiceField(
        label="ไตรมาส",
        choices=[(number, str(number)) for number in range(1, 5)],
        coerce=int,
        required=False,
        error_messages=UNKNOWN,
    )
    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=UNKNOWN)

    def __init__(
        self, data: Mapping[str, Any], *, today: QuarterChoice, offices: Sequence[OrgUnit]
    ) -> None:
        self.today = today
        place = {"fiscal_year": today.fiscal_year, "quarter": today.quarter}
        super().__init__({**place, **{name: data[name] for name in data if data[name]}})
        years: Any = self.fields["fiscal_year"]
        first = max(today.fiscal_year - 4, YEARS.start)
        years.choices = [(year, str(year)) for year in range(today.fiscal_year, first - 1, -1)]
        years.error_messages.update(UNKNOWN)
        units: Any = self.fields["office"]
        units.choices = [("", "ทุกหน่วยงาน"), *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            units.widget = forms.HiddenInput()

    def chosen(self) -> QuarterChoice:
        """Whatever is valid; the rest is the quarter of today."""
        self.is_valid()
        year = self.cleaned_data.get("fiscal_year") or self.today.fiscal_year
        return QuarterChoice(year, self.cleaned_data.get("quarter") or self.today.quarter)

    @property
    def chosen_office(self) -> str:
        """Its code; "" for all in reach."""
        return str(self.cleaned_data.get("office", ""))


class SelfAssessmentForm(forms.Form):
    """One field for every question ("q-1.1"); nothing is chosen beforehand."""

    use_required_attribute = False
    assessed_on = TypedDateField(
        label="วันที่สหกรณ์ประเมิน", error_messages={"required": "กรุณากรอกวันที่"}
    )
    assessor = forms.CharField(
        label="ตำแหน่งผู้ประเมินของสหกรณ์", max_length=200, required=False, help_text="ไม่ต้องใส่ชื่อบุคคล"
    )
    note = forms.CharField(
        label="หมายเหตุของสหกรณ์",
        max_length=4_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questionnaire: Questionnaire,
        own: SelfAssessment | None,
    ) -> None:
        super().__init__(data, initial=_initial(own))
        self.questionnaire = questionnaire
        for question in questionnaire.ordered:
            self.fields[_name(question.number)] = forms.ChoiceField(
                label=f"{question.number} {question.text}",
                help_text=question.guidance,
                choices=RiskAnswer.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "ยังไม่ได้ตอบข้อนี้", "invalid_choice": "ไม่มีคำตอบนี้"},
            )

    @property
    def sides(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (str(side.label), [self[_name(question.number)] for question in questions])
            for side, questions in by_side(self.questionnaire.questions)
        ]

    def values(self, chosen: QuarterChoice) -> SelfAssessmentValues:
        cleaned = self.cleaned_data
        return SelfAssessmentValues(
            fiscal_year=chosen.fiscal_year,
            quarter=chosen.quarter,
            answers={
                question.number: cleaned[_name(question.number)]
                for question in self.questionnaire.ordered
            },
            assessed_on=cleaned["assessed_on"],
            assessor=cleaned["assessor"],
            note=cleaned["note"],
        )

    def add_problems(self, errors: Iterable[tuple[str, str]]) -> None:
        for pointer, message in errors:
            name = pointer.removeprefix("/answers/").strip("/")
            names = (name, _name(name))
            self.add_error(next((one for one in names if one in self.fields), None), message)

    def renew(self, version: int) -> None:
        """After a conflict what was typed counts for the row as it is now."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


def _name(number: str) -> str:
    return f"q-{number}"


def _initial(own: SelfAssessment | None) -> dict[str, Any]:
    if own is None:
        return {"version": 0}
    answers = {_name(number): answer for number, answer in own.answers.items()}
    return {
        **answers,
        "assessed_on": own.assessed_on,
        "assessor": own.assessor,
        "note": own.note,
        "version": own.version,
    }
