"""Days to correct a defect, steps of escalation and ageing, read from their reference file."""

from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from cpd_portal.core.reference import ReferenceModel, read_reference
from inspection.choices import Category, Severity
from inspection.rules.defects import EscalationStep

REFERENCE = Path(__file__).parent / "reference"
Days = Annotated[int, Field(ge=1, le=1_000)]


class DaysRecord(ReferenceModel):
    severity: Severity
    category: Category
    days: Days


class EscalationRecord(ReferenceModel):
    days_late: Days
    title: str


class DefectPolicies(ReferenceModel):
    """`ageing` are the upper bounds, in days late, of all buckets but the last."""

    version: int
    verified: bool
    note: str
    days: list[DaysRecord]
    soon_days: Days
    escalation: list[EscalationRecord]
    ageing: list[Days]

    @model_validator(mode="after")
    def check(self) -> Self:
        pairs = sorted((row.severity, row.category) for row in self.days)
        if pairs != sorted(product(Severity, Category)):
            raise ValueError("one row for every severity and category is needed")
        for numbers in (self.ageing, [row.days_late for row in self.escalation]):
            if any(high <= low for low, high in pairwise(numbers)):
                raise ValueError("bounds have to rise")
        return self

    def days_for(self, severity: str, category: str) -> int:
        return next(
            row.days for row in self.days if (row.severity, row.category) == (severity, category)
        )

    @property
    def steps(self) -> list[EscalationStep]:
        return [EscalationStep(row.days_late, row.title) for row in self.escalation]


def read_policies(folder: Path = REFERENCE) -> DefectPolicies:
    """Raises ReferenceFileError naming file, key and reason."""
    return read_reference(folder / "defect_policies.yaml", DefectPolicies)


@cache
def defect_policies() -> DefectPolicies:
    """Of the shipped file, read once."""
    return read_policies()
