"""Rows that results are computed from."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from cpd_portal.core.models import User
from kpis.models import (
    ActionStep,
    Component,
    ComponentValue,
    Dataset,
    Kpi,
    ProgrammeMember,
    Scorecard,
    StepEvidence,
)
from tests.kpis.test_rules_datasets import FULL

PDF = b"%PDF-1.7 evidence of a test"
TODAY = date(2024, 10, 1)


def kpi_of(number: int) -> Kpi:
    found: Kpi = Kpi.objects.for_year(2567).select_related("scorecard", "owner").get(number=number)
    return found


def step_of(number: int = 1, step: int = 1, table: int = 1) -> ActionStep:
    found: ActionStep = ActionStep.objects.select_related("kpi__scorecard", "kpi__owner").get(
        kpi=kpi_of(number), table_number=table, number=step
    )
    return found


def enter(actor: User, number: int, values: Mapping[str, str | None]) -> None:
    """Stores the components of a KPI; None is N/A."""
    for code, value in values.items():
        ComponentValue.objects.create(
            component=Component.objects.get(kpi=kpi_of(number), code=code),
            value=None if value is None else Decimal(value),
            absent="N/A" if value is None else "",
            agency="สศก.",
            entered_by=actor,
        )


def make_dataset(number: int = 1, **changed: Any) -> Dataset:
    values: dict[str, Any] = {
        "scorecard": Scorecard.objects.get(fiscal_year=2567),
        "number": number,
        "metadata": {**FULL, "title": f"ชุดข้อมูลทดสอบ {number}"},
        "registered_on": date(2024, 1, 15),
    }
    return Dataset.objects.create(**{**values, **changed})


def member_of(number: int = 1) -> ProgrammeMember:
    found: ProgrammeMember = ProgrammeMember.objects.select_related("kpi__scorecard").get(
        kpi=kpi_of(7), listing__number=number
    )
    return found


def make_step_evidence(actor: User) -> StepEvidence:
    evidence = StepEvidence(
        step=step_of(),
        title="บันทึกการประชุม",
        file_name="บันทึก.pdf",
        file_type="application/pdf",
        size=len(PDF),
        sha256="0" * 64,
        uploaded_by=actor,
    )
    evidence.file.save("test.pdf", ContentFile(PDF), save=False)
    evidence.save()
    return evidence
