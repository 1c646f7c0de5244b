"""Days to correct a defect, steps of escalation and ageing: what a version of them stores."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from typing import Annotated, Any, Self

from django.db.models import Subquery
from django.db.models.functions import JSONObject
from pydantic import BaseModel, ConfigDict, Field, model_validator

from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.holidays.selectors import holidays
from cpd_portal.core.models import FigureVersion
from cpd_portal.core.request_memo import once_a_request
from inspection.choices import Category, OnHoliday, Severity
from inspection.rules.defects import EscalationStep, due_day

POLICIES_CODE = "inspection.defect-policies"
Days = Annotated[int, Field(ge=1, le=1_000)]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    verified: bool = False


class DaysRecord(Record):
    severity: Severity
    category: Category
    days: Days


class EscalationRecord(Record):
    days_late: Days
    title: Annotated[str, Field(min_length=1, max_length=200)]


class AgeingRecord(Record):
    """The upper bound, in days late, of a bucket; the last bucket has none."""

    days: Days


class TermsRecord(Record):
    soon_days: Days
    on_holiday: OnHoliday


class PolicyContent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    days: list[DaysRecord]
    escalation: list[EscalationRecord]
    ageing: Annotated[list[AgeingRecord], Field(min_length=1)]
    terms: TermsRecord

    @model_validator(mode="after")
    def check(self) -> Self:
        pairs = sorted((row.severity, row.category) for row in self.days)
        if pairs != sorted(product(Severity, Category)):
            raise ValueError("one row for every severity and category is needed")
        for numbers in (
            [row.days for row in self.ageing],
            [row.days_late for row in self.escalation],
        ):
            if any(high <= low for low, high in pairwise(numbers)):
                raise ValueError("bounds have to rise")
        return self

    @property
    def is_verified(self) -> bool:
        return all(
            row.verified for row in (*self.days, *self.escalation, *self.ageing, self.terms)
        )


@dataclass(frozen=True)
class DefectPolicies:
    """The policies of one version. `source` says where they are from."""

    version: int
    verified: bool
    source: str
    content: PolicyContent

    @property
    def days(self) -> list[DaysRecord]:
        return self.content.days

    @property
    def soon_days(self) -> int:
        return self.content.terms.soon_days

    @property
    def on_holiday(self) -> OnHoliday:
        return self.content.terms.on_holiday

    @property
    def steps(self) -> list[EscalationStep]:
        return [EscalationStep(row.days_late, row.title) for row in self.content.escalation]

    @property
    def ageing(self) -> list[int]:
        return [row.days for row in self.content.ageing]

    def days_for(self, severity: str, category: str) -> int:
        return next(
            row.days for row in self.days if (row.severity, row.category) == (severity, category)
        )

    def due_on(self, start: date, severity: str, category: str) -> date:
        """The last day to correct what is found (or opened again) on `start`."""
        moves = self.on_holiday == OnHoliday.NEXT_WORKING_DAY
        days = self.days_for(severity, category)
        return due_day(start, days, self.on_holiday, holidays() if moves else ())


def policies_of(content: Mapping[str, Any]) -> PolicyContent:
    return PolicyContent.model_validate(content)


@once_a_request
def defect_policies() -> DefectPolicies:
    """In force. Raises LookupError before the reference data are loaded."""
    held: FigureVersion | None = version_in_force(POLICIES_CODE)
    if held is None:
        raise LookupError(POLICIES_CODE)
    return DefectPolicies(held.number, held.verified, held.source, policies_of(held.content))


def with_policies() -> Subquery:
    """What is in force as a column, for a page that asks everything in one query."""
    held = FigureVersion.objects.of(POLICIES_CODE).in_force()
    told = JSONObject(version="number", verified="verified", source="source", content="content")
    return Subquery(held.values(told=told)[:1])


def policies_told(told: Mapping[str, Any]) -> DefectPolicies:
    """From the column of `with_policies`."""
    return DefectPolicies(**{**told, "content": policies_of(told["content"])})
