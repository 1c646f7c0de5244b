"""The picture: its figures are the sums of the rows behind them, and it is computed once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.choices import OrgUnitKind, Role
from cpd_portal.core.kept import event_tables
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.home.picture.figures import Figure
from cpd_portal.home.picture.kept import kept
from cpd_portal.home.picture.parts import PARTS, Part
from cpd_portal.home.picture.scope import Scope, narrowed, regions_of
from cpd_portal.home.picture.sending import sending
from cpd_portal.home.picture.spending import spending
from cpd_portal.home.picture.supervision import supervision
from early_warning.services.readings import readings_follow
from inspection.choices import Severity
from inspection.models import Defect
from tests.conftest import UserMaker
from tests.coops.rows import make_group, make_institution
from tests.early_warning.alerts import make_alert
from tests.early_warning.own import make_savings
from tests.early_warning.test_readings import losing
from tests.inspection.rows import make_defect
from tests.registrar.cases import make_case

pytestmark = pytest.mark.django_db
OFFICES = ("50", "51", "52")
PEOPLE = {
    "executive": (Role.EXECUTIVE, "cpd"),
    "chief": (Role.CHIEF, "50"),
    "other": (Role.OFFICER, "51"),
}


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def scatter(seed: int) -> None:
    """Defects, alerts and cases of three offices: late, not yet, and closed ones."""
    draw, today = Random(seed), timezone.localdate()
    for office in OFFICES:
        place = make_institution(office)
        for _ in range(draw.randint(0, 5)):
            defect = make_defect(
                draw.choice([place, make_group(office)]),
                severity=draw.choice(list(Severity)),
                amount=draw.choice([None, Decimal(draw.randint(1, 9_000_000))]),
            )
            due = today + timedelta(days=draw.randint(-40, 60))
            Defect.objects.filter(pk=defect.pk).update(due_on=due)
        for _ in range(draw.randint(0, 2)):
            make_alert(make_savings(office=office), today=today - timedelta(draw.randint(0, 90)))
        for _ in range(draw.randint(0, 2)):
            case = make_case(place)
            case.due_on = today + timedelta(days=draw.randint(-20, 20))
            case.save()
        if draw.random() < 0.5:
            losing(office)
    readings_follow(actor=None, today=date(2026, 6, 15))


def rows_behind(client: Client, figure: Figure) -> int:
    context: Any = client.get(figure.url).context
    if "page" in context:
        return int(context["page"].paginator.count)
    return len(context["overview"].care)


def scope_for(user: User, unit: OrgUnit | None = None) -> Scope:
    return Scope(
        viewer=narrowed(user, unit),
        fiscal_year=2567,
        today=timezone.localdate(),
        unit=unit,
        is_shared=user.reach.nationwide,
    )


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_counts_the_rows_it_leads_to(
    seed: int, person: str, make_user: UserMaker, client: Client
) -> None:
    scatter(seed)
    user = make_user(*PEOPLE[person], username="looker")
    client.force_login(user)
    units = [None, *user.offices_in_reach[:3], OrgUnit.objects.get(code="50")]

    for unit in units:
        scope = scope_for(user, unit)
        shown = supervision(scope)
        figures = [figure for row in shown.rows for figure in row]
        if unit is None or unit in user.offices_in_reach:
            counted = {figure.title: figure.value for figure in figures if figure.url}
            behind = {f.title: rows_behind(client, f) for f in figures if f.url}
            assert counted == behind
        else:
            assert not any(figure.value for figure in figures)


def test_sums_of_the_offices_are_the_figures_of_the_country(executive: User) -> None:
    scatter(4)

    def values(unit: OrgUnit | None) -> list[int]:
        shown = supervision(scope_for(executive, unit))
        return [int(figure.value or 0) for row in shown.rows for figure in row]

    by_office = [values(office) for office in executive.offices_in_reach]

    assert values(None) == [sum(column) for column in zip(*by_office, strict=True)]
    assert any(values(None))


def test_offices_that_figures_count_are_listed(executive: User) -> None:
    found = sending(scope_for(executive))

    unsent, late, changed = (figure.value for figure in found.figures)
    assert unsent == sum(not line.is_sent for line in found.lines) == 78
    assert late == sum(bool(line.lateness) for line in found.lines)
    assert changed == sum(line.changed > 0 for line in found.lines)


def test_plan_figures_lead_to_the_projects_of_that_status(executive: User, client: Client) -> None:
    client.force_login(executive)
    found = spending(scope_for(executive))

    assert found is not None
    assert found.is_past
    for figure in found.figures:
        if figure.url:
            assert figure.value == rows_behind(client, figure)


def test_region_narrows_to_its_offices_and_lists_what_it_counts(
    executive: User, client: Client
) -> None:
    root = OrgUnit.objects.get(parent=None)
    region = OrgUnit.objects.create(
        code="r15",
        name="เขตตรวจราชการทดสอบ",
        short_name="เขตทดสอบ",
        parent=root,
        kind=OrgUnitKind.INSPECTION_REGION,
        path=f"{root.path}r15/",
        name_sort="x",
    )
    office = OrgUnit.objects.get(code="50")
    office.parent, office.path = region, f"{region.path}50/"
    office.save()
    make_defect(make_institution("50"), today=date(2026, 1, 5))
    make_defect(make_institution("51"), today=date(2026, 1, 5))

    late = supervision(scope_for(executive, region)).defects[0]

    client.force_login(executive)
    assert regions_of(executive) == [region]
    assert late.url == "/overview/supervision/defects-overdue/?unit=r15"
    assert late.value == rows_behind(client, late) == 1


# --- kept ----------------------------------------------------------------------


def test_part_is_read_again_only_after_a_change(executive: User) -> None:
    scope = scope_for(executive)
    first = kept(PARTS["supervision"], scope)
    again = kept(PARTS["supervision"], scope)
    make_defect(today=date(2026, 1, 5))
    changed = kept(PARTS["supervision"], scope)

    assert again.counted_at == first.counted_at
    assert (first.value.defects[0].value, changed.value.defects[0].value) == (0, 1)


def _read_by(part: Part, scope: Scope) -> set[str]:
    """The tables that a part asks."""
    with CaptureQueriesContext(connection) as asked:
        part.read(scope)
    sql = " ".join(query["sql"] for query in asked.captured_queries)
    return set(re.findall(r'(?:FROM|JOIN) "?(\w+)"?', sql))


@pytest.mark.parametrize("code", PARTS)
@pytest.mark.parametrize("days_ago", [0, 1])
def test_part_is_read_again_after_a_change_of_any_table_that_it_asks(
    code: str, days_ago: int, executive: User
) -> None:
    scatter(1)
    part, today = PARTS[code], timezone.localdate()
    day = today - timedelta(days=days_ago) if days_ago else None
    scope = replace(scope_for(executive), day=day)
    watched = {table.pgh_tracked_model._meta.db_table for table in event_tables(part.rooms)}
    audited = {
        name: model._meta.db_table for model in apps.get_models() for name in _tables_of(model)
    }

    asked = {audited[name] for name in _read_by(part, scope) if name in audited}

    # Signing in changes a person's row; a name may be shown as it was five minutes ago.
    assert asked - watched <= {"core_user"}


def _tables_of(model: Any) -> list[str]:
    """Of an audited model: its own and that of its events."""
    events = getattr(model, "pgh_event_model", None)
    return [model._meta.db_table, events._meta.db_table] if events else []


def test_what_only_some_see_is_not_kept_for_others(make_user: UserMaker, executive: User) -> None:
    make_defect(make_institution("50"), today=date(2026, 1, 5))
    outsider = make_user(Role.OFFICER, "51", username="outsider")
    kept(PARTS["supervision"], scope_for(executive))

    assert kept(PARTS["supervision"], scope_for(outsider)).value.defects[0].value == 0


def test_second_look_asks_few_queries(
    executive: User, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(executive)
    for code in PARTS:
        client.get(f"/overview/{code}/")

    for code in PARTS:
        with django_assert_max_num_queries(8):
            client.get(f"/overview/{code}/")


def test_fifty_at_once_compute_once() -> None:
    """Real threads, each with its own connection; the part has a name of its own, because what
    they keep is not taken back with the test."""
    scope = Scope(
        viewer=User(username="nobody"),
        fiscal_year=2567,
        today=timezone.localdate(),
        is_shared=True,
    )
    read: list[int] = []

    def count(_: Scope) -> int:
        read.append(1)
        return Institution.objects.count()

    part = Part(f"counted-{uuid4()}", "นับ", count, ("coops",))

    def look(_: int) -> int:
        try:
            return int(kept(part, scope).value)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(look, range(50)))

    assert (len(read), len(found), len(set(found))) == (1, 50, 1)
