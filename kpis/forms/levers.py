"""Forms of trying values out, and of an expected value that a person types."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from cpd_portal.core.exceptions import InvalidInput
from kpis.forms.score import plain
from kpis.models import Criterion
from kpis.rules import Value, half_up
from kpis.rules.criteria import SINGLE
from kpis.selectors.forecast import ForecastLine
from kpis.services.forecasts import NEEDS_REASON
from kpis.typed_results import typed_value

HUNDREDTH, WHOLE = Decimal("0.01"), Decimal(1)


class WhatIfForm(forms.Form):
    """A slider for every KPI of one figure; a GET form, nothing of it is stored."""

    def __init__(self, lines: list[ForecastLine], data: Any = None) -> None:
        super().__init__(data)
        self.lines = {f"k{line.kpi.number}": line for line in lines if _has_slider(line)}
        for name, line in self.lines.items():
            self.fields[name] = _slider(line)

    @property
    def sliders(self) -> list[tuple[forms.BoundField, ForecastLine, Decimal | None]]:
        """Each with the value that counts; None where something else was sent."""
        self.full_clean()
        return [
            (self[name], line, self.cleaned_data.get(name) if self.is_bound else _start(line))
            for name, line in self.lines.items()
        ]

    def values(self) -> Mapping[int, Value]:
        """By number of the KPI: those that differ from what is expected."""
        found: dict[int, Value] = {}
        for name, line in self.lines.items():
            given = self.cleaned_data.get(name)
            if given is not None and given != _start(line):
                found[line.kpi.number] = given
        return found


class ForecastForm(forms.Form):
    reason = forms.CharField(
        label="เหตุผลที่คาดเช่นนั้น",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": NEEDS_REASON},
    )

    def __init__(self, criterion: Criterion, data: Any = None) -> None:
        super().__init__(data)
        self.criterion = criterion
        for part, label in criterion.labels.items():
            self.fields[part] = forms.CharField(
                label=f"ค่าที่คาด ({criterion.unit})" if part == SINGLE else label,
                max_length=60,
                widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
                error_messages={"required": "กรอกค่าที่คาดเป็นตัวเลข เช่น 45.00"},
            )
        self.order_fields([*criterion.labels, "reason"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                typed_value(self.criterion, self.raw())
            except InvalidInput as error:
                for pointer, message in error.errors:
                    self.add_error(pointer.rsplit("/", 1)[-1], message)
        return cleaned

    def raw(self) -> object:
        texts = {part: plain(self.cleaned_data[part]) for part in self.criterion.labels}
        return texts if self.criterion.rule.is_composite else texts[SINGLE]


def _has_slider(line: ForecastLine) -> bool:
    rule = line.criterion.rule
    return not rule.is_composite and all(
        each.bound is not None for tier in rule.tiers for each in tier.thresholds
    )


def _slider(line: ForecastLine) -> forms.DecimalField:
    """From well below the first tier to a little beyond the last."""
    bounds = [tier.bound for tier in line.criterion.rule.tiers]
    step = _step(line)
    margin = max(abs(bounds[-1] - bounds[0]), step * 4)
    low, high = min(bounds) - margin, max(bounds) + margin / 2
    low, high = min(low, _start(line)), max(high, _start(line))
    if line.criterion.minimum is not None:
        low = max(low, line.criterion.minimum)
    low, high = (half_up(each, _places(step)) for each in (low, high))
    return forms.DecimalField(
        label=f"{line.kpi.number}. {line.criterion.unit}",
        required=False,
        initial=_start(line),
        min_value=low,
        max_value=high,
        error_messages={
            "invalid": "ต้องเป็นตัวเลข เช่น 45.00",
            "min_value": "ต้องไม่น้อยกว่า %(limit_value)s",
            "max_value": "ต้องไม่เกิน %(limit_value)s",
        },
        widget=forms.NumberInput(
            {"type": "range", "class": "form-range", "step": str(step), "min": low, "max": high}
        ),
    )


def _start(line: ForecastLine) -> Decimal:
    """The expected value, or the first tier where nothing is expected."""
    value = line.expected.value
    if value is None or isinstance(value, Mapping):
        value = line.criterion.rule.tiers[0].bound
    return half_up(value, _places(_step(line)))


def _step(line: ForecastLine) -> Decimal:
    fine = line.criterion.is_percent or any(
        tier.bound != tier.bound.to_integral_value() for tier in line.criterion.rule.tiers
    )
    return HUNDREDTH if fine else WHOLE


def _places(step: Decimal) -> int:
    return 2 if step == HUNDREDTH else 0
