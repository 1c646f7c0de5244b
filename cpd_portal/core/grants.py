"""What the running application may not do in the database.

Migrations run as the owner of the tables. The application connects as another role
(`DATABASE_APP_ROLE`) that reads and writes rows, but can neither change nor remove audit
events, nor truncate a table, nor switch the history triggers off.
"""

from collections.abc import Collection
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connections, transaction
from pghistory.models import Event
from psycopg2 import sql

# pgtrigger lets a session setting switch triggers off; history must not be switched off.
_NEVER_IGNORE = """
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME)
RETURNS BOOLEAN AS $$ BEGIN RETURN FALSE; END; $$ LANGUAGE plpgsql;
"""


def event_tables() -> list[str]:
    """The tables that hold audit events."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.managed and not model._meta.abstract
    )


def restrict_application_role(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """After every migration: give the application's role its rights, and no more."""
    if sender.name != "cpd_portal.core":
        return
    role = settings.DATABASE_APP_ROLE
    # Whole or not at all: the rights are given to all tables and taken from those of events.
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_proc WHERE proname = '_pgtrigger_should_ignore')"
        )
        if cursor.fetchone()[0]:
            cursor.execute(_NEVER_IGNORE)
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> user", [role])
        if cursor.fetchone() is None:
            return  # one role for all: nothing to restrict
        present = set(connections[using].introspection.table_names(cursor))
        for statement in _grants(cursor.connection, role, present):
            cursor.execute(statement)


def _grants(connection: Any, role: str, present: Collection[str]) -> list[str]:
    """After a migration backwards the tables of later ones are not there."""
    name = sql.Identifier(role)
    statements = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
        sql.SQL(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}"
        ).format(name),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name),
    ]
    statements += [
        sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
            sql.Identifier(table), name
        )
        for table in event_tables()
        if table in present
    ]
    return [statement.as_string(connection) for statement in statements]
