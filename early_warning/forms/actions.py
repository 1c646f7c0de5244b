"""Forms of what is done about an alert, and the filters of the list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from cpd_portal.core.date_field import TypedDateField
from cpd_portal.core.models import OrgUnit, User
from early_warning.choices import ActionKind, ActionResult, HandlingState
from early_warning.selectors.actions import ActionChoice

CHOOSE = {"required": "กรุณาเลือก", "invalid_choice": "ไม่มีตัวเลือกนี้"}
FILL = {"required": "กรุณากรอก"}
WAITING = [choice for choice in HandlingState.choices if choice[0] != HandlingState.CLOSED]


def _text(label: str, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=4_000,
        required=required,
        widget=forms.Textarea({"rows": 3}),
        error_messages=FILL,
    )


class WaitingForm(forms.Form):
    office = forms.ChoiceField(label="หน่วยงาน", required=False, error_messages=CHOOSE)
    state = forms.ChoiceField(
        label="สถานะ", choices=[("", "ทั้งหมด"), *WAITING], required=False, error_messages=CHOOSE
    )
    show = forms.ChoiceField(
        label="แสดง",
        choices=[("", "ทั้งหมด"), ("late", "เกินกำหนด"), ("mine", "ของฉัน")],
        required=False,
        error_messages=CHOOSE,
    )

    def __init__(self, data: Mapping[str, Any], *, offices: Sequence[OrgUnit]) -> None:
        super().__init__(data)
        units: Any = self.fields["office"]
        units.choices = [("", "ทั้งหมด"), *((unit.code, unit.short_name) for unit in offices)]
        if len(offices) == 1:
            units.widget = forms.HiddenInput()

    def chosen(self) -> ActionChoice:
        """Whatever is valid."""
        self.is_valid()
        show = self.cleaned_data.get("show", "")
        return ActionChoice(
            office=self.cleaned_data.get("office", ""),
            state=self.cleaned_data.get("state", ""),
            late=show == "late",
            mine=show == "mine",
        )


class ActForm(forms.Form):
    """Base of every act: `version` is that of the handling which the person saw."""

    use_required_attribute = False
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def add_problems(self, errors: Iterable[tuple[str, str]]) -> None:
        for pointer, message in errors:
            name = pointer.strip("/")
            self.add_error(name if name in self.fields else None, message)

    def renew(self, version: int) -> None:
        """After a conflict what was typed counts for the row as it is now."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


class AcknowledgeForm(ActForm):
    note = _text("หมายเหตุ", required=False)


class PlanForm(ActForm):
    """`people` are those of the office."""

    kind = forms.ChoiceField(
        label="การดำเนินการ", choices=[("", "เลือก"), *ActionKind.choices], error_messages=CHOOSE
    )
    title = forms.CharField(label="สิ่งที่จะทำ", max_length=300, error_messages=FILL)
    owner = forms.ChoiceField(label="ผู้รับผิดชอบ", error_messages=CHOOSE)
    due_on = TypedDateField(label="ภายในวันที่", error_messages={"required": "กรุณากรอกวันที่"})

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        owner: Any = self.fields["owner"]
        owner.choices = [("", "เลือก"), *((key, str(row)) for key, row in self.people.items())]

    def values(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        cleaned["kind"] = ActionKind(cleaned["kind"])
        cleaned["owner"] = self.people[cleaned["owner"]]
        return cleaned


class PutOffForm(ActForm):
    reason = _text("เหตุผลที่ชะลอ")
    until = TypedDateField(label="ชะลอถึงวันที่", error_messages={"required": "กรุณากรอกวันที่"})


class CloseForm(ActForm):
    reason = _text("เหตุผลที่ปิด")


class FinishForm(ActForm):
    """`version` is that of the action."""

    done_on = TypedDateField(label="ทำเมื่อวันที่", error_messages={"required": "กรุณากรอกวันที่"})
    result = forms.ChoiceField(
        label="ผล", choices=[("", "เลือก"), *ActionResult.choices], error_messages=CHOOSE
    )
    outcome = _text("ผลที่ได้")

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "result": ActionResult(self.cleaned_data["result"])}
