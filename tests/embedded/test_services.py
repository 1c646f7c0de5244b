"""Real starts of database and broker in throw-away data directories."""

import os
import signal
import subprocess
from pathlib import Path

import psycopg2
import pytest
from dj_database_url import parse
from kombu import Connection

from cpd_portal.embedded.connection import running_broker_url, running_database_url
from cpd_portal.embedded.postgres import newest_binaries
from tests.embedded.conftest import (
    Launch,
    output_of,
    processes_of,
    wait_for,
    wait_until_running,
)


def query(url: str, sql: str) -> object:
    parts = parse(url)
    with psycopg2.connect(dbname=parts["NAME"], user=parts["USER"], host=parts["HOST"]) as open_:
        cursor = open_.cursor()
        cursor.execute(sql)
        return cursor.fetchone()


def test_services_started_serve_database_and_broker(portal_dir: Path, start: Launch) -> None:
    running = wait_until_running(start(), portal_dir)

    assert query(running.database_url, "SELECT current_user::text") == ("portal_app",)
    assert query(
        running.database_owner_url,
        "SELECT datcollate, pg_encoding_to_char(encoding), pg_get_userbyid(datdba)::text"
        " FROM pg_database WHERE datname = 'portal'",
    ) == ("C.UTF-8", "UTF8", "portal_owner")
    with Connection(running.broker_url) as broker:
        broker.ensure_connection(max_retries=1)
    assert running_database_url(portal_dir) == running.database_url
    assert running_broker_url(portal_dir) == running.broker_url


def test_services_thai_trigrams_are_found(portal_dir: Path, start: Launch) -> None:
    running = wait_until_running(start(), portal_dir)

    query(running.database_owner_url, "CREATE EXTENSION pg_trgm; SELECT 1")

    trigrams = query(running.database_url, "SELECT cardinality(show_trgm('สหกรณ์')) > 0")
    assert trigrams == (True,)


def test_services_application_role_makes_no_tables(portal_dir: Path, start: Launch) -> None:
    running = wait_until_running(start(), portal_dir)

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        query(running.database_url, "CREATE TABLE public.intruder (id int); SELECT 1")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_services_told_to_stop_leave_nothing(
    portal_dir: Path, start: Launch, number: signal.Signals
) -> None:
    supervisor = start()
    wait_until_running(supervisor, portal_dir)

    supervisor.send_signal(number)

    assert supervisor.wait(30) == 0
    assert processes_of(portal_dir) == []
    assert running_database_url(portal_dir) is None
    assert "Traceback" not in output_of(portal_dir)


def test_services_killed_supervisor_leaves_nothing_and_starts_again(
    portal_dir: Path, start: Launch
) -> None:
    supervisor = start()
    wait_until_running(supervisor, portal_dir)

    supervisor.kill()
    supervisor.wait()
    second = start()

    assert wait_until_running(second, portal_dir).pid == second.pid
    second.terminate()
    assert second.wait(30) == 0
    assert processes_of(portal_dir) == []


@pytest.mark.parametrize(("part", "word"), [("redis", "redis-server"), ("postgres", "-D")])
def test_services_crash_of_one_part_stops_all(
    portal_dir: Path, start: Launch, part: str, word: str
) -> None:
    supervisor = start()
    wait_until_running(supervisor, portal_dir)
    [crashing] = processes_of(portal_dir, word)

    os.kill(crashing, signal.SIGKILL)

    assert supervisor.wait(30) == 1
    assert wait_for(lambda: processes_of(portal_dir) == [])
    log = portal_dir / "logs" / f"{part}.log"
    assert f"ส่วน {part} หยุดทำงานเอง (SIGKILL) จึงหยุดทุกส่วน ดู {log}" in output_of(portal_dir)
    assert "Traceback" not in output_of(portal_dir)


def test_services_second_start_on_the_same_data_names_the_first(
    portal_dir: Path, start: Launch
) -> None:
    first = start()
    wait_until_running(first, portal_dir)

    second = start()

    assert second.wait(30) == 1
    assert output_of(portal_dir).strip().splitlines() == [
        f"มีพอร์ทัลอีกชุดใช้โฟลเดอร์ข้อมูล {portal_dir} อยู่ (โพรเซส {first.pid}) กรุณาหยุดชุดนั้นก่อน",
        f"Another portal uses the data directory {portal_dir} (process {first.pid}): "
        "stop it first.",
    ]
    assert first.poll() is None


def test_services_cluster_without_its_version_says_how_to_go_on(
    portal_dir: Path, start: Launch
) -> None:
    (portal_dir / "postgres").mkdir()

    assert start().wait(30) == 1

    assert output_of(portal_dir).strip().splitlines() == [
        f"ฐานข้อมูลใน {portal_dir}/postgres เสียหายและเปิดไม่ได้ "
        "สั่ง make reset เพื่อลบและเริ่มใหม่ (ข้อมูลที่บันทึกไว้จะหายไป)",
        f"The database cluster in {portal_dir}/postgres is broken: PG_VERSION is missing",
        "Start anew with make reset (entered data is lost).",
    ]


def test_services_damaged_cluster_shows_the_end_of_its_log(
    portal_dir: Path, start: Launch
) -> None:
    supervisor = start()
    wait_until_running(supervisor, portal_dir)
    supervisor.terminate()
    supervisor.wait(30)
    (portal_dir / "postgres" / "global" / "pg_control").unlink()

    assert start().wait(30) == 1

    said = output_of(portal_dir)
    assert "could not find the database system" in said
    assert "make reset" in said
    assert "Traceback" not in said
    assert processes_of(portal_dir) == []


def test_services_cluster_of_an_unknown_version_names_the_package(
    portal_dir: Path, start: Launch
) -> None:
    (portal_dir / "postgres").mkdir()
    (portal_dir / "postgres" / "PG_VERSION").write_text("9\n", encoding="ascii")

    assert start().wait(30) == 1

    assert "install postgresql-9, or start anew with make reset." in output_of(portal_dir)


def test_services_pid_file_of_a_foreign_process_is_forgotten(
    portal_dir: Path, start: Launch
) -> None:
    supervisor = start()
    wait_until_running(supervisor, portal_dir)
    supervisor.terminate()
    supervisor.wait(30)
    pid_file = portal_dir / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n", encoding="ascii")

    second = start()

    assert wait_until_running(second, portal_dir).pid == second.pid


def test_reset_after_a_stop_removes_the_data_but_no_foreign_file(
    portal_dir: Path, start: Launch
) -> None:
    supervisor = start()
    wait_until_running(supervisor, portal_dir)
    (portal_dir / "notes.txt").write_text("mine", encoding="utf-8")

    assert _reset(start) == 1  # it runs
    supervisor.terminate()
    supervisor.wait(30)
    assert _reset(start) == 0

    assert {path.name for path in portal_dir.iterdir()} == {"notes.txt", "run.out"}


def _reset(start: Launch) -> int:
    process: subprocess.Popen[bytes] = start("reset --yes")
    return process.wait(30)


def test_newest_binaries_are_a_server() -> None:
    assert (newest_binaries() / "postgres").exists()


def test_services_below_a_private_folder_are_served(portal_dir: Path, start: Launch) -> None:
    portal_dir.chmod(0o700)

    running = wait_until_running(start(), portal_dir)

    assert query(running.database_url, "SELECT 1") == (1,)


def test_disposable_answers_the_exit_code_of_its_command(portal_dir: Path, start: Launch) -> None:
    process = start("disposable -- false")

    assert process.wait(60) == 1
    assert output_of(portal_dir) == ""
    assert processes_of(portal_dir) == []
