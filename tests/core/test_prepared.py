"""A statement is prepared once by each connection, and outlives what happens to its tables.

Most of it happens between transactions, so these tests have a table of their own outside any.
"""

from collections.abc import Iterator

import pytest
from django.db import NotSupportedError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from cpd_portal.core.prepared import Prepared


@pytest.fixture
def shelf(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE shelf (id int, title varchar(10))")
            cursor.execute("INSERT INTO shelf VALUES (1, 'ก'), (2, 'ข')")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE shelf")
            connection.close()


def retyped(length: int) -> None:
    """As a migration does while the portal serves."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE shelf ALTER COLUMN title TYPE varchar({length})")


def kept_plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%shelf%'"
        )
        return int(cursor.fetchone()[0])


def titled() -> Prepared:
    return Prepared("SELECT id, title FROM shelf WHERE title = %(title)s OR id = ANY (%(ids)s)")


def test_rows_are_those_of_what_is_asked(shelf: None) -> None:
    statement = titled()

    assert statement.rows(title="ก", ids=[]) == [(1, "ก")]
    assert statement.rows(title="ก", ids=[2, 3]) == [(1, "ก"), (2, "ข")]
    assert statement.rows(title="'; DROP TABLE shelf --", ids=[]) == []


@pytest.mark.django_db
def test_the_same_name_twice_is_one_value() -> None:
    statement = Prepared("SELECT %(day)s::date, %(day)s::date IS NULL, %(least)s::int")

    assert statement.rows(day=None, least=3) == [(None, True, 3)]


@pytest.mark.django_db
def test_a_statement_that_asks_for_nothing() -> None:
    assert Prepared("SELECT 1").rows() == [(1,)]


def test_it_is_prepared_once_and_counts_as_one_query(shelf: None) -> None:
    statement = titled()
    with CaptureQueriesContext(connection) as asked:
        for _ in range(3):
            statement.rows(title="ก", ids=[])

    assert len(asked) == 3
    assert kept_plans() == 1


def test_a_new_connection_is_told_again(shelf: None) -> None:
    statement = titled()
    statement.rows(title="ก", ids=[])
    connection.close()

    assert statement.rows(title="ก", ids=[]) == [(1, "ก")]
    assert kept_plans() == 1


def test_a_transaction_taken_back_keeps_it(shelf: None) -> None:
    statement = titled()
    with transaction.atomic():
        statement.rows(title="ก", ids=[])
        transaction.set_rollback(True)

    assert statement.rows(title="ก", ids=[]) == [(1, "ก")]


def test_a_column_of_another_type_is_nobodys_error(shelf: None) -> None:
    statement = titled()
    statement.rows(title="ก", ids=[])
    retyped(20)

    assert statement.rows(title="ก", ids=[]) == [(1, "ก")]


def test_within_a_transaction_only_the_next_one_can_go_on(shelf: None) -> None:
    statement = titled()
    statement.rows(title="ก", ids=[])
    retyped(20)

    with (
        pytest.raises(NotSupportedError, match="must not change result type"),
        transaction.atomic(),
    ):
        statement.rows(title="ก", ids=[])
    with transaction.atomic():
        assert statement.rows(title="ก", ids=[]) == [(1, "ก")]


@pytest.mark.django_db
def test_errors_of_preparing_are_djangos() -> None:
    """Whoever waits for the database's errors knows no driver."""
    with pytest.raises(ProgrammingError, match="no_such_shelf"):
        Prepared("SELECT title FROM no_such_shelf").rows()
