import json
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

from cpd_portal.core.audit import audit_context, recorded
from cpd_portal.core.grants import event_tables, restrict_application_role
from cpd_portal.core.models import OrgUnit, Province, User

pytestmark = pytest.mark.django_db


def events_of(model: type[models.Model], pk: int | UUID) -> list[dict[str, Any]]:
    """Label and context of the row's events, the oldest first."""
    event = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    rows = event.objects.filter(pgh_obj_id=pk).order_by("pgh_id")
    return [{"label": row.pgh_label, **_context(row.pgh_context)} for row in rows]


def _context(value: Any) -> dict[str, Any]:
    return dict(json.loads(value)) if isinstance(value, str) else dict(value or {})


@recorded("core.test.renamed")
def province_rename(*, actor: User, province: Province, name: str, reason: str) -> None:
    Province.objects.filter(pk=province.pk).update(name=name)


def test_recorded_bulk_update_leaves_event_with_actor_action_and_reason(officer: User) -> None:
    province = Province.objects.get(code="50")

    province_rename(actor=officer, province=province, name="เชียงใหม่ใหม่", reason="ทดสอบ")

    event = events_of(Province, province.pk)[-1]
    assert event["label"] == "update"
    assert event["action"] == "core.test.renamed"
    assert event["actor"] == officer.pk
    assert event["reason"] == "ทดสอบ"


def test_audit_context_nested_keeps_the_outer_action(officer: User) -> None:
    province = Province.objects.get(code="50")

    with audit_context("core.outer", officer):
        province_rename(actor=officer, province=province, name="ก", reason="")

    assert events_of(Province, province.pk)[-1]["action"] == "core.outer"


def test_recorded_failure_rolls_everything_back(officer: User) -> None:
    province = Province.objects.get(code="50")

    @recorded("core.test.failed")
    def fail(*, actor: User) -> None:
        Province.objects.filter(pk=province.pk).update(name="ก")
        raise RuntimeError

    before = len(events_of(Province, province.pk))
    with pytest.raises(RuntimeError):
        fail(actor=officer)

    province.refresh_from_db()
    assert province.name == "เชียงใหม่"
    assert len(events_of(Province, province.pk)) == before


def test_event_of_user_carries_no_password(officer: User) -> None:
    event = apps.get_model("core", "UserEvent")

    assert "password" not in {field.name for field in event._meta.fields}


def test_sql_update_leaves_event() -> None:
    unit = OrgUnit.objects.get(code="50")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_orgunit SET short_name = 'x' WHERE id = %s", [unit.pk])

    assert events_of(OrgUnit, unit.pk)[-1]["label"] == "update"


FORBIDDEN = [
    "UPDATE core_provinceevent SET name = 'x'",
    "DELETE FROM core_provinceevent",
    "TRUNCATE core_provinceevent",
    "ALTER TABLE core_province DISABLE TRIGGER ALL",
    "TRUNCATE core_province CASCADE",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN "
    "AS $$ BEGIN RETURN TRUE; END; $$ LANGUAGE plpgsql",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_application_role_cannot_touch_history(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE portal_app")

        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(statement)


def test_application_role_cannot_switch_triggers_off_by_setting() -> None:
    province = Province.objects.get(code="50")
    before = len(events_of(Province, province.pk))

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE portal_app")
        cursor.execute("SET LOCAL pgtrigger.ignore = '{core.Province:update_update}'")
        cursor.execute("UPDATE core_province SET name = 'x' WHERE id = %s", [province.pk])

    assert len(events_of(Province, province.pk)) == before + 1


def test_owner_cannot_change_an_event_either() -> None:
    with pytest.raises(Exception, match="Cannot update or delete"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_provinceevent")


def test_event_tables_cover_every_audited_model() -> None:
    assert {"core_userevent", "core_submissionevent", "core_orgunitevent"} <= set(event_tables())


def test_rights_are_given_while_a_later_table_is_not_there() -> None:
    """As after a migration backwards: the models still know the table."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE core_maildeclinedevent CASCADE")

    restrict_application_role(apps.get_app_config("core"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('portal_app', 'core_provinceevent', 'UPDATE')")
        assert cursor.fetchone() == (False,)
