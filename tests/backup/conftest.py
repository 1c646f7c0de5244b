"""Databases of these tests' own beside the suite's, because a dump sees only what is committed."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from cpd_portal.core.backup.services import Place, backup_restore, backup_take
from cpd_portal.env import env_str

APP_ROLE = "portal_app"


def run_sql(url: str, statement: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []


def url_of(name: str) -> str:
    return urlunsplit(urlsplit(env_str("DATABASE_URL"))._replace(path=f"/{name}"))


def empty_place(name: str, media: Path) -> Place:
    """An empty database beside the suite's, and an empty folder."""
    suite = settings.DATABASES["default"]["NAME"]
    made = f"{suite}_{name}"
    drop(made)
    run_sql(url_of("postgres"), f'CREATE DATABASE "{made}"')
    return Place(url_of(made), media, APP_ROLE)


def drop(name: str) -> None:
    """Every connection of these tests is closed by now, so nobody is put out by force: PostgreSQL
    refuses that to the owner while an autovacuum worker looks through what was just restored.
    Without force it ends that worker itself and waits for it."""
    run_sql(url_of("postgres"), f'DROP DATABASE IF EXISTS "{name}"')


@pytest.fixture(scope="session")
def reference_backup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A backup of the suite's database: all tables, the reference data, one stored file."""
    folder = tmp_path_factory.mktemp("reference")
    media = folder / "media"
    (media / "documents").mkdir(parents=True)
    (media / "documents" / "รายงาน.pdf").write_bytes(b"%PDF- " * 1000)
    suite = Place(url_of(settings.DATABASES["default"]["NAME"]), media, APP_ROLE)
    backup_take(suite, folder / "backup")
    return folder / "backup"


@pytest.fixture(scope="module")
def source(reference_backup: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A portal's data that tests may add to."""
    place = empty_place("source", tmp_path_factory.mktemp("source") / "media")
    backup_restore(place, reference_backup)
    yield place
    drop(urlsplit(place.database_url).path[1:])


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Place]:
    """Where nothing is yet."""
    place = empty_place("target", tmp_path / "target-media")
    yield place
    drop(urlsplit(place.database_url).path[1:])
