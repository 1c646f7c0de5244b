"""Rows to test with: institutions of an office and their assessments."""

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from coops.choices import RunState
from coops.models import (
    Assessment,
    ClassificationRun,
    Institution,
    InstitutionType,
    Population,
    RuleSet,
    WorkingGroupResolution,
)
from coops.rules import Facts, plain
from coops.services import store_result
from cpd_portal.core.models import OrgUnit

_numbers = count(1)


def make_institution(office: str = "50", **fields: Any) -> Institution:
    """An agricultural cooperative, unless `type` names another type."""
    kind = InstitutionType.objects.get(code=fields.pop("type", "agricultural"))
    number = next(_numbers)
    values: dict[str, Any] = {
        "registration_no": f"ท {office}-{number:05}",
        "name": f"สหกรณ์ทดสอบ {number} จำกัด",
        "kind": kind.kind,
        "sector": kind.sector,
        "type": kind,
        "office": OrgUnit.objects.get(code=office),
        "accounting_year_end_month": 3,
        "accounting_year_end_day": 31,
    }
    return Institution.objects.create(**{**values, **fields})


def make_group(office: str = "50", **fields: Any) -> Institution:
    return make_institution(office, type="rice_farming", **fields)


def rule_set_for(institution: Institution, fiscal_year: int = 2566) -> RuleSet:
    found: RuleSet = RuleSet.objects.in_force().get(
        kind=institution.kind, sector=institution.sector, fiscal_year=fiscal_year
    )
    return found


def make_assessment(
    institution: Institution | None = None,
    facts: Facts | None = None,
    fiscal_year: int = 2566,
    office: str = "50",
) -> Assessment:
    """With the result of the facts; without facts nothing is entered yet."""
    institution = institution or make_institution(office)
    assessment = Assessment(
        institution=institution,
        fiscal_year=fiscal_year,
        rule_set=rule_set_for(institution, fiscal_year),
        office=institution.office,
    )
    if facts is not None:
        _put(assessment, facts)
        store_result(assessment, assessment.rule_set.rules)
    assessment.save()
    return assessment


def _put(assessment: Assessment, facts: Facts) -> None:
    assessment.points = {code: plain(value) for code, value in facts.points.items()}
    assessment.standing = facts.standing
    assessment.defect_status = facts.defect_status or ""
    assessment.loss_latest = facts.loss.latest
    assessment.loss_previous = facts.loss.previous
    assessment.allocated_latest = facts.allocated_and_paid.latest
    assessment.allocated_previous = facts.allocated_and_paid.previous
    assessment.statement_days = facts.statement_days


def make_population(fiscal_year: int = 2567) -> Population:
    return Population.objects.create(
        fiscal_year=fiscal_year,
        reference_date=date(fiscal_year - 544, 1, 1),
        document_no="กษ 1101/1",
        document_on=date(fiscal_year - 544, 1, 5),
        frozen_at=timezone.now(),
    )


def make_resolution(fiscal_year: int = 2566) -> WorkingGroupResolution:
    return WorkingGroupResolution.objects.create(
        fiscal_year=fiscal_year,
        meeting_no="1/2566",
        meeting_on=date(2023, 11, 20),
        resolution="รับผลการจัดชั้น",
        document_no="กษ 1101/2",
        document_on=date(2023, 11, 24),
    )


def make_official(fiscal_year: int = 2566) -> ClassificationRun:
    """The year as if the working group had accepted what is stored."""
    return ClassificationRun.objects.create(
        fiscal_year=fiscal_year,
        number=1,
        state=RunState.ACCEPTED,
        started_at=timezone.now(),
        resolution=make_resolution(fiscal_year),
        decided_at=timezone.now(),
    )
