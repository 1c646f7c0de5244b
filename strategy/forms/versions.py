"""Choosing two versions, and revising one project of a plan."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from cpd_portal.core.amount_field import TypedAmountField
from strategy.models import Plan, PlanVersion, Target
from strategy.selectors.execution import ProjectExecution
from strategy.selectors.targets import measure_words
from strategy.services import Revision


class CompareForm(forms.Form):
    before = forms.TypedChoiceField(label="รุ่นก่อน", required=False, coerce=int)
    after = forms.TypedChoiceField(label="รุ่นหลัง", required=False, coerce=int)

    def __init__(self, data: Any, versions: Sequence[PlanVersion]) -> None:
        numbers = [version.number for version in versions]
        chosen = {"before": min(numbers), "after": max(numbers), **data.dict()}
        super().__init__(chosen)
        fields: Any = self.fields
        for name in ("before", "after"):
            fields[name].choices = [(number, f"รุ่นที่ {number}") for number in numbers]

    def pair(self) -> tuple[int, int] | None:
        """None where the address names a version that does not exist."""
        if not self.is_valid():
            return None
        return self.cleaned_data["before"], self.cleaned_data["after"]


class RevisionForm(forms.Form):
    """Every number and budget of a project and plan; what is left as it stands is not revised."""

    reason = forms.CharField(
        label="เหตุผลที่ปรับ", max_length=1000, error_messages={"required": "กรุณาระบุเหตุผลที่ปรับแผน"}
    )

    def __init__(self, executed: ProjectExecution, plan: Plan, data: Any = None) -> None:
        super().__init__(data)
        self.executed = executed
        self.targets = [
            one.target
            for year in executed.years.values()
            for one in year.targets
            if not one.measure.is_milestone
        ]
        for target in self.targets:
            self._amount(f"target-{target.measure_id}-{target.fiscal_year}", _label(target))
            self.initial[f"target-{target.measure_id}-{target.fiscal_year}"] = target.value
        for year in plan.years:
            self._amount(f"budget-{year}", f"งบประมาณปี {year} (ล้านบาท)")
            self.initial[f"budget-{year}"] = executed.year(year).planned

    @property
    def amount_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "reason"]

    def revision(self) -> Revision:
        """Only what differs from what stands."""
        found = self.cleaned_data
        targets = {
            (target.measure_id, target.fiscal_year): value
            for target in self.targets
            if (value := found[f"target-{target.measure_id}-{target.fiscal_year}"]) is not None
            and value != target.value
        }
        project = self.executed.project.pk
        budgets = {
            (project, year): found[f"budget-{year}"] or Decimal(0)
            for year in self._years()
            if (found[f"budget-{year}"] or Decimal(0))
            != (self.executed.year(year).planned or Decimal(0))
        }
        return Revision(found["reason"], targets, budgets)

    def add_problems(self, problems: Iterable[tuple[str, str]]) -> None:
        for pointer, message in problems:
            _, kind, *rest = pointer.split("/")
            name = {"targets": "target-{}-{}", "budgets": "budget-{1}"}.get(kind, kind)
            field = name.format(*rest)
            self.add_error(field if field in self.fields else None, message)

    def _years(self) -> list[int]:
        names = [name for name in self.fields if name.startswith("budget-")]
        return [int(name.removeprefix("budget-")) for name in names]

    def _amount(self, name: str, label: str) -> None:
        self.fields[name] = TypedAmountField(label=label, required=False)


def _label(target: Target) -> str:
    unit = target.measure.unit
    return f"{measure_words(target.measure)} ปี {target.fiscal_year} ({unit})"
