"""The questions that the latest assessment of a case left open."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, get_args

from django import forms

from cpd_portal.core.amount_field import TypedAmountField
from cpd_portal.core.date_field import TypedDateField
from registrar.forms.cases import ActForm
from registrar.models import Case
from registrar.rules.assessment import Facts, question

YES_NO = (("", "ไม่ทราบ"), ("yes", "ใช่"), ("no", "ไม่ใช่"))


class AssessForm(ActForm):
    """Nothing is asked before the first assessment; an empty answer leaves the fact unknown."""

    def prepare(self, people: Any, powers: Any, hearings: Any) -> None:
        for name in asked(self.case):
            self.fields[name] = _field(name)

    def answers(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name) for name in asked(self.case)}
        return {name: _said(value) for name, value in given.items() if value not in (None, "")}


def asked(case: Case) -> list[str]:
    """Facts that are missing for a power that may apply, each once, and what was answered."""
    trace = case.assessment or {}
    missing = [row["fact"] for power in trace.get("powers", []) for row in power["missing"]]
    names = dict.fromkeys([*trace.get("answers", {}), *missing])
    return [name for name in names if name in Facts.model_fields]


def _said(value: Any) -> Any:
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


def _field(name: str) -> forms.Field:
    label = question(name)
    kind = _kind(Facts.model_fields[name].annotation)
    if issubclass(kind, Enum):
        choices = [("", "ไม่ทราบ"), *((one.value, one.label) for one in kind)]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    if kind is bool:
        return forms.ChoiceField(label=label, choices=YES_NO, required=False)
    if kind is Decimal:
        return TypedAmountField(label=label, required=False)
    if kind is date:
        return TypedDateField(label=label, required=False)
    return forms.IntegerField(
        label=label, required=False, min_value=0, error_messages={"invalid": "กรอกจำนวนเต็ม"}
    )


def _kind(annotation: Any) -> Any:
    """`bool | None` → bool, `Annotated[date, …] | None` → date."""
    inner = next(part for part in get_args(annotation) if part is not type(None))
    return get_args(inner)[0] if get_args(inner) else inner
