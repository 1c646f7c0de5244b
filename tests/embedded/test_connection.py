import os
import stat
from pathlib import Path

from cpd_portal.embedded.connection import (
    RUNNING_FILE,
    RunningPortal,
    postgres_url,
    read_running,
    redis_url,
    running_database_url,
    write_running,
)

SOCKETS = Path("/srv/data dir/sockets")


def portal(pid: int) -> RunningPortal:
    return RunningPortal(
        pid=pid,
        database_url=postgres_url(SOCKETS, "portal_app", "portal"),
        database_owner_url=postgres_url(SOCKETS, "portal_owner", "portal"),
        broker_url=redis_url(SOCKETS / "redis.sock"),
    )


def test_postgres_url_socket_folder_is_quoted() -> None:
    assert portal(1).database_url == "postgres://portal_app@%2Fsrv%2Fdata%20dir%2Fsockets/portal"


def test_redis_url_is_what_celery_reads() -> None:
    address = portal(1).broker_url

    assert address == "redis+socket:///srv/data%20dir/sockets/redis.sock?virtual_host=0"


def test_running_written_by_a_living_process_is_read(tmp_path: Path) -> None:
    write_running(tmp_path, portal(os.getpid()))

    assert read_running(tmp_path) == portal(os.getpid())
    assert running_database_url(tmp_path) == portal(1).database_url
    assert stat.S_IMODE((tmp_path / RUNNING_FILE).stat().st_mode) == 0o600


def test_running_left_by_a_dead_process_counts_as_none(tmp_path: Path) -> None:
    ended = os.spawnlp(os.P_NOWAIT, "true", "true")
    os.waitpid(ended, 0)
    write_running(tmp_path, portal(ended))

    assert running_database_url(tmp_path) is None


def test_running_without_a_file_is_none(tmp_path: Path) -> None:
    assert running_database_url(tmp_path) is None
