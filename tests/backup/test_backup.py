"""Backups taken while people write, restored equal; and what a restore refuses."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from cpd_portal.core.backup.errors import BackupError
from cpd_portal.core.backup.services import Place, backup_check, backup_restore, backup_take
from tests.backup.conftest import run_sql

pytestmark = pytest.mark.django_db  # the suite's database is what they start from

NOTE = "INSERT INTO django_session VALUES ('{key}', 'ข้อมูล', now())"
OFFICE = "SELECT name FROM core_orgunit WHERE code = '50'"
SESSIONS = "SELECT count(*) FROM django_session"
# A document of somebody, both made by this statement.
DOCUMENT = """
WITH somebody AS (
    INSERT INTO core_user (username, full_name, password, position, email, identity_digest,
                           is_superuser, is_staff, is_active, is_sample, date_joined,
                           must_change_password)
    VALUES (gen_random_uuid(), 'x', '', '', '', '', false, false, true, true, now(), false)
    RETURNING id
)
INSERT INTO core_document (id, report, title, params, format, requester_id, status, progress,
                           attempts, file, sha256, created_at, error, conditions, preview)
SELECT gen_random_uuid(), 'x', 'x', '{{}}', 'pdf', id, 'done',
       100, 1, '{file}', '', now(), '', '', ''
FROM somebody
"""


@contextmanager
def somebody_writing(place: Place) -> Iterator[None]:
    """Sessions, each with its file stored before the commit and its number as an office's name
    in the same transaction."""
    stop = Event()

    def write() -> None:
        with closing(psycopg2.connect(place.database_url)) as connection:
            number = 0
            while not stop.is_set():
                number += 1
                (place.media / f"{number}.txt").write_text(f"แฟ้ม {number}", encoding="utf-8")
                with connection, connection.cursor() as cursor:
                    cursor.execute(NOTE.format(key=number))
                    cursor.execute(f"UPDATE core_orgunit SET name = '{number}' WHERE code = '50'")

    writer = Thread(target=write)
    writer.start()
    try:
        while run_sql(place.database_url, SESSIONS) == [(0,)]:
            pass
        yield
    finally:
        stop.set()
        writer.join()


def test_backup_taken_under_load_restored_is_equal(
    source: Place, target: Place, tmp_path: Path
) -> None:
    with somebody_writing(source):
        taken = backup_take(source, tmp_path / "backup")

    restored = backup_restore(target, tmp_path / "backup")

    sessions = taken.tables["django_session"].rows
    assert sessions >= 1
    assert run_sql(source.database_url, SESSIONS) > [(sessions,)], "nothing was written meanwhile"
    assert restored.tables == taken.tables
    assert run_sql(target.database_url, SESSIONS) == [(sessions,)]
    for number in range(1, sessions + 1):
        assert (target.media / f"{number}.txt").read_text(encoding="utf-8") == f"แฟ้ม {number}"
    assert (target.media / "documents" / "รายงาน.pdf").read_bytes() == b"%PDF- " * 1000
    assert run_sql(target.database_url, OFFICE) == [(str(sessions),)], "not one moment"
    _require_rights_and_triggers(target)


def _require_rights_and_triggers(target: Place) -> None:
    rights = (
        "SELECT has_table_privilege('portal_app', 'core_orgunit', 'UPDATE'),"
        " has_table_privilege('portal_app', 'core_orgunitevent', 'UPDATE')"
    )
    assert run_sql(target.database_url, rights) == [(True, False)]
    run_sql(target.database_url, "UPDATE core_orgunit SET name = 'อื่น' WHERE code = '50'")
    told = "SELECT count(*) FROM core_orgunitevent WHERE name = 'อื่น'"
    assert run_sql(target.database_url, told) == [(1,)]


def test_backup_names_files_that_rows_name_and_the_store_lacks(
    source: Place, tmp_path: Path
) -> None:
    run_sql(source.database_url, DOCUMENT.format(file="documents/รายงาน.pdf"))
    run_sql(source.database_url, DOCUMENT.format(file="documents/gone.pdf"))

    assert backup_take(source, tmp_path / "backup").missing == ["documents/gone.pdf"]


def test_restore_into_a_database_with_tables_is_refused(
    reference_backup: Path, source: Place, tmp_path: Path
) -> None:
    elsewhere = Place(source.database_url, tmp_path / "empty", source.app_role)
    with pytest.raises(BackupError, match="restore into an empty one"):
        backup_restore(elsewhere, reference_backup)


def test_restore_into_a_folder_with_files_is_refused(
    reference_backup: Path, target: Place
) -> None:
    target.media.mkdir()
    (target.media / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(BackupError, match="holds files"):
        backup_restore(target, reference_backup)
    assert run_sql(target.database_url, "SELECT 1 FROM pg_tables WHERE schemaname='public'") == []


def test_restore_without_the_application_role_is_refused(
    reference_backup: Path, target: Place
) -> None:
    other = Place(target.database_url, target.media, "nobody_of_this_name")
    with pytest.raises(BackupError, match="the role nobody_of_this_name is missing"):
        backup_restore(other, reference_backup)


@pytest.mark.parametrize("spoilt", ["database.dump", "media/documents/รายงาน.pdf"])
def test_check_of_a_spoilt_backup_names_what_is_spoilt(
    reference_backup: Path, spoilt: str
) -> None:
    path = reference_backup / spoilt
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    try:
        with pytest.raises(BackupError, match=path.name):
            backup_check(reference_backup)
    finally:
        path.write_bytes(whole)


def test_restore_that_ends_with_other_rows_says_which(
    reference_backup: Path, target: Place, tmp_path: Path
) -> None:
    """One row more and one changed cell than the dump holds: counts and checksums see both."""
    manifest = reference_backup / "manifest.json"
    written = manifest.read_text(encoding="utf-8")
    states = json.loads(written)
    states["tables"]["core_orgunit"]["checksum"] += "1"
    states["tables"]["core_user"]["rows"] += 1
    manifest.write_text(json.dumps(states), encoding="utf-8")
    try:
        with pytest.raises(BackupError, match="2 tables differ: .*core_orgunit"):
            backup_restore(target, reference_backup)
    finally:
        manifest.write_text(written, encoding="utf-8")


def test_unfinished_backup_leaves_nothing_behind(source: Place, tmp_path: Path) -> None:
    nowhere = Place("postgres://portal_owner@127.0.0.1:1/none", source.media, source.app_role)
    with pytest.raises(psycopg2.OperationalError):
        backup_take(nowhere, tmp_path / "backup")
    assert list(tmp_path.glob("backup*")) == []


def test_backup_into_an_existing_folder_is_refused(source: Place, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="a folder of its own"):
        call_command("backup", tmp_path)


def test_commands_take_check_and_restore(
    source: Place,
    target: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for place, words in ((source, ("backup",)), (source, ("backup", "--check"))):
        _use(place, monkeypatch, settings)
        call_command(*words, tmp_path / "backup")
    _use(target, monkeypatch, settings)
    call_command("restore", tmp_path / "backup")

    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        str(tmp_path / "backup"),
        str(tmp_path / "backup"),
        "restored and equal",
    ]
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0


def _use(place: Place, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", place.database_url)
    settings.MEDIA_ROOT = place.media
