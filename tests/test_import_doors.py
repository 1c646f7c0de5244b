"""Every registered import × person: the form stands in the address, so each one is a door.

The page and every template of it answer alike.
"""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.imports import registry
from cpd_portal.core.models import OrgUnit
from tests.conftest import UserMaker
from tests.doors import PEOPLE, ROLES, everybody

pytestmark = pytest.mark.django_db
OF_OFFICE = everybody(403, officer=200, chief=200, outsider=404)
OF_INSPECTION = {**OF_OFFICE, "inspector": 200}
# People of an office hold the role, but no division is in their reach.
OF_DIVISION = everybody(403, officer=404, chief=404, outsider=404)
OF_PLANNING = everybody(403, planner=200)
OF_THE_NATION = everybody(403, planner=200, administrator=200)


@dataclass(frozen=True)
class ImportDoor:
    unit: str
    fiscal_year: int
    expected: dict[str, int]
    others: dict[tuple[Role, str], int] = field(default_factory=dict)


def division(unit: str, fiscal_year: int) -> ImportDoor:
    """Its own people enter; those of another division are told that they may not."""
    others = {(Role.OFFICER, unit): 200, (Role.CHIEF, unit): 200, (Role.CHIEF, "rlo"): 403}
    return ImportDoor(unit, fiscal_year, OF_DIVISION, others)


IMPORTS = {
    "coops.strength": ImportDoor("50", 2567, OF_OFFICE),
    "coops.register": ImportDoor("50", 2567, OF_OFFICE),
    "coops.register-national": ImportDoor("cpd", 2567, OF_THE_NATION),
    "coops.statements": ImportDoor("50", 2567, OF_OFFICE),
    "coops.statements-audited": ImportDoor(
        "cpd", 2567, {**OF_DIVISION, "planner": 200}, {(Role.OFFICER, "cpd"): 200}
    ),
    "coops.year-facts": ImportDoor("50", 2567, OF_OFFICE),
    "early_warning.further-figures": ImportDoor("50", 2569, OF_OFFICE),
    "early_warning.self-assessments": ImportDoor("50", 2569, OF_OFFICE),
    "inspection.defects": ImportDoor("50", 2567, OF_INSPECTION),
    "inspection.defects-national": ImportDoor("cpd", 2567, OF_THE_NATION),
    "kpis.components": division("agri", 2567),
    "kpis.programme": division("agri", 2567),
    "kpis.results": division("agri", 2567),
    "registrar.cases": ImportDoor("50", 2569, everybody(403, chief=200, inspector=200)),
    "registrar.cases-national": ImportDoor(
        "cpd", 2569, everybody(403, registrar=200, legal=200, administrator=200)
    ),
    "strategy.ledger": ImportDoor("cpd", 2564, OF_PLANNING),
    "strategy.ledger-unit": division("ict", 2564),
    "strategy.plan": ImportDoor("cpd", 2565, OF_PLANNING),
    **{f"strategy.progress.q{quarter}": division("ict", 2561) for quarter in (1, 2, 3, 4)},
}
CASES = [
    (code, *ROLES[person], status)
    for code, door in IMPORTS.items()
    for person, status in door.expected.items()
    if person != "anonymous"
] + [
    (code, role, unit, status)
    for code, door in IMPORTS.items()
    for (role, unit), status in door.others.items()
]


def _addresses(code: str) -> list[str]:
    door = IMPORTS[code]
    place = {"form": code, "office": door.unit, "fiscal_year": door.fiscal_year}
    unit = OrgUnit.objects.get(code=door.unit)
    sheets = registry.import_form(code).sheets(unit, door.fiscal_year)
    assert sheets
    return [
        reverse("coops:import", kwargs=place),
        *(reverse("coops:import-template", kwargs={**place, "sheet": one.code}) for one in sheets),
    ]


def test_every_import_is_in_the_table() -> None:
    registered = {form.code for form in registry.registered_forms()}

    assert registered == set(IMPORTS)
    assert all(set(door.expected) == set(PEOPLE) for door in IMPORTS.values())


@pytest.mark.parametrize(("code", "role", "unit", "status"), CASES)
def test_import_door(code: str, role: Role, unit: str, status: int, make_user: UserMaker) -> None:
    client = Client()
    client.force_login(make_user(role, unit, username="door"))

    assert {client.get(url).status_code for url in _addresses(code)} == {status}


@pytest.mark.parametrize("code", IMPORTS)
def test_nobody_imports_without_signing_in(code: str, client: Client) -> None:
    assert {client.get(url).status_code for url in _addresses(code)} == {302}
