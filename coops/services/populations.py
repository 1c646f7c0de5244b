"""Whom a year assesses: freezing the population, and decisions about single ones later."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, TypedDict

from django.db.models import F
from django.utils import timezone

from coops.models import (
    Assessment,
    Institution,
    Population,
    PopulationChange,
    RuleSet,
)
from coops.querysets import AssessmentQuerySet
from coops.selectors.population import members_at
from coops.services.derived import refresh_derived
from coops.services.guards import require_headquarters, require_not_official
from coops.services.results import store_result
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import User

ROWS_AT_ONCE = 2_000
FREEZERS = (Role.OFFICER, Role.CHIEF)


class FreezeValues(TypedDict):
    reference_date: date
    document_no: str
    document_on: date
    note: str


class ChangeValues(TypedDict):
    reason: str
    document_no: str
    document_on: date


@recorded("coops.population.frozen")
def population_freeze(*, actor: User, fiscal_year: int, values: FreezeValues) -> Population:
    """Makes the assessment of every institution of the register at the reference date.

    Raises NotAllowed, InvalidInput, or RuleViolation: frozen already, or the year has no rules.
    """
    require_headquarters(actor, *FREEZERS)
    _check_freeze(values)
    if Population.objects.filter(fiscal_year=fiscal_year).exists():
        raise RuleViolation(f"กำหนดรายชื่อปี {fiscal_year} แล้ว เพิ่มหรือถอนรายแห่งได้ด้วยการบันทึกเหตุผล")
    rule_sets = rule_sets_of(fiscal_year)
    population: Population = Population.objects.create(
        fiscal_year=fiscal_year, frozen_at=timezone.now(), frozen_by=actor, **values
    )
    present = Assessment.objects.of_year(fiscal_year).values("institution")
    rows = members_at(values["reference_date"]).exclude(pk__in=present).order_by("pk")
    _make_members(fiscal_year, rule_sets, rows.iterator(ROWS_AT_ONCE))
    refresh_derived(Assessment.objects.of_year(fiscal_year))
    return population


@recorded("coops.population.added")
def population_add(
    *, actor: User, population: Population, institution: Institution, values: ChangeValues
) -> PopulationChange:
    """Raises NotAllowed, InvalidInput, or RuleViolation: official, or a member already."""
    _require_change(actor, population, values)
    if _members(population).filter(institution=institution).exists():
        raise RuleViolation(f"{institution.name} อยู่ในรายชื่อปี {population.fiscal_year} แล้ว")
    one = Institution.objects.filter(pk=institution.pk)
    known = members_at(population.reference_date).filter(pk=institution.pk)
    rows = known if known.exists() else one.annotate(standing_then=F("standing"))
    _make_members(population.fiscal_year, rule_sets_of(population.fiscal_year), rows)
    refresh_derived(_members(population).filter(institution=institution))
    return _note(actor, population, institution, values, added=True)


@recorded("coops.population.removed")
def population_remove(
    *, actor: User, population: Population, institution: Institution, values: ChangeValues
) -> PopulationChange:
    """The assessment goes; its events and the results of earlier runs stay."""
    _require_change(actor, population, values)
    removed, _ = _members(population).filter(institution=institution).delete()
    if not removed:
        raise RuleViolation(f"{institution.name} ไม่อยู่ในรายชื่อปี {population.fiscal_year}")
    return _note(actor, population, institution, values, added=False)


def rule_sets_of(fiscal_year: int) -> dict[tuple[str, str], RuleSet]:
    """Those in force by kind and sector; raises RuleViolation where the year has none."""
    found = RuleSet.objects.of_year(fiscal_year).in_force()
    rule_sets = {(row.kind, row.sector): row for row in found}
    if not rule_sets:
        raise RuleViolation(f"ยังไม่มีเงื่อนไขการจัดชั้นของปี {fiscal_year} ให้บันทึกเงื่อนไขของปีก่อน")
    return rule_sets


def _make_members(
    fiscal_year: int,
    rule_sets: dict[tuple[str, str], RuleSet],
    institutions: Iterable[Any],
) -> None:
    """`institutions` carry `standing_then`."""
    pure = {key: row.rules for key, row in rule_sets.items()}

    def member(institution: Any) -> Assessment:
        """With the result that its standing decides; whoever operates has to be assessed."""
        key = institution.kind, institution.sector
        row = Assessment(
            institution=institution,
            fiscal_year=fiscal_year,
            rule_set=rule_sets[key],
            office_id=institution.office_id,
            standing=institution.standing_then,
            is_sample=institution.is_sample,
        )
        store_result(row, pure[key])
        return row

    for chunk in _chunks(map(member, institutions)):
        Assessment.objects.bulk_create(chunk)


def _chunks(rows: Iterator[Assessment]) -> Iterator[list[Assessment]]:
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        yield chunk


def _check_freeze(values: FreezeValues) -> None:
    problems = [] if values["document_no"].strip() else [("/document_no", "กรุณากรอกเลขที่หนังสือ")]
    if values["reference_date"] > timezone.localdate():
        problems.append(("/reference_date", "วันอ้างอิงต้องไม่เป็นวันในอนาคต"))
    if problems:
        raise InvalidInput(problems)


def _require_change(actor: User, population: Population, values: ChangeValues) -> None:
    require_headquarters(actor, *FREEZERS)
    require_not_official(population.fiscal_year)
    problems = []
    if not values["reason"].strip():
        problems.append(("/reason", "กรุณากรอกเหตุผล"))
    if not values["document_no"].strip():
        problems.append(("/document_no", "กรุณากรอกเลขที่หนังสือ"))
    if problems:
        raise InvalidInput(problems)


def _members(population: Population) -> AssessmentQuerySet:
    rows: AssessmentQuerySet = Assessment.objects.of_year(population.fiscal_year)
    return rows


def _note(
    actor: User,
    population: Population,
    institution: Institution,
    values: ChangeValues,
    *,
    added: bool,
) -> PopulationChange:
    change: PopulationChange = PopulationChange.objects.create(
        population=population, institution=institution, added=added, decided_by=actor, **values
    )
    return change
