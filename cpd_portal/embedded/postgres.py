"""A private PostgreSQL from Debian's binaries: no TCP, one cluster in one folder."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cpd_portal.embedded.cluster_place import ClusterPlace
from cpd_portal.embedded.connection import postgres_url
from cpd_portal.embedded.data_dir import DataDir
from cpd_portal.embedded.errors import PortalError
from cpd_portal.embedded.os_users import OsUser, give_folder
from cpd_portal.embedded.processes import Command, Part, PartStopped, Stopping, Supervisor
from cpd_portal.embedded.stale_cluster import clear_stale_pid

DEBIAN_ROOT = Path("/usr/lib/postgresql")
SUPERUSER = "postgres"
OWNER_ROLE = "portal_owner"
APP_ROLE = "portal_app"
DATABASE = "portal"
START_SECONDS = 60.0  # recovery after a crash reads the log back
# "Fast" shutdown ends open sessions in order, "immediate" leaves the rest to recovery.
STOPPING = Stopping(steps=((signal.SIGINT, 20), (signal.SIGQUIT, 5)), orphaned=signal.SIGINT)
# For data that nobody wants back after a crash.
DISPOSABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
DURABLE: dict[str, str] = {}

ROLES_SQL = f"""
SELECT 'CREATE ROLE {APP_ROLE} LOGIN'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') \\gexec
SELECT 'CREATE ROLE {OWNER_ROLE} LOGIN CREATEDB IN ROLE {APP_ROLE}'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER_ROLE}') \\gexec
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
\\connect {DATABASE}
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
"""


@dataclass(frozen=True)
class Database:
    """The addresses of a started cluster's portal database."""

    url: str
    owner_url: str


def start_postgres(
    supervisor: Supervisor,
    data_dir: DataDir,
    place: ClusterPlace,
    user: OsUser | None,
    settings: Mapping[str, str],
) -> Database:
    if not place.cluster.exists():
        data_dir.prepared.unlink(missing_ok=True)
        create_cluster(place.cluster, newest_binaries(), user)
    binaries = binaries_for(place.cluster)
    clear_stale_pid(place.cluster)
    part = supervisor.start(_server_command(binaries, data_dir, place, user, settings))
    _wait_until_ready(supervisor, part, binaries, place)
    _psql(binaries, place, ROLES_SQL)
    folder = place.database_socket_folder
    return Database(
        url=postgres_url(folder, APP_ROLE, DATABASE),
        owner_url=postgres_url(folder, OWNER_ROLE, DATABASE),
    )


def newest_binaries() -> Path:
    found = [path.parent for path in DEBIAN_ROOT.glob("*/bin/initdb")]
    if not found:
        raise PortalError(
            "ไม่พบโปรแกรมเซิร์ฟเวอร์ PostgreSQL กรุณาติดตั้งแพ็กเกจ postgresql หรือกำหนด DATABASE_URL",
            f"No PostgreSQL server below {DEBIAN_ROOT}: install the package postgresql "
            "or set DATABASE_URL.",
        )
    return max(found, key=lambda path: int(path.parent.name))


def binaries_for(cluster: Path) -> Path:
    """The programs of the version that made the cluster."""
    version_file = cluster / "PG_VERSION"
    if not version_file.exists():
        raise _broken(cluster, "PG_VERSION is missing")
    version = version_file.read_text(encoding="ascii").strip()
    binaries = DEBIAN_ROOT / version / "bin"
    if not (binaries / "postgres").exists():
        raise PortalError(
            f"ฐานข้อมูลใน {cluster} สร้างด้วย PostgreSQL {version} ซึ่งไม่มีในเครื่องนี้ "
            f"กรุณาติดตั้ง postgresql-{version} หรือสั่ง make reset เพื่อเริ่มใหม่",
            f"The cluster in {cluster} was made by PostgreSQL {version}: install "
            f"postgresql-{version}, or start anew with make reset.",
        )
    return binaries


def _broken(cluster: Path, reason: str) -> PortalError:
    return PortalError(
        f"ฐานข้อมูลใน {cluster} เสียหายและเปิดไม่ได้ สั่ง make reset เพื่อลบและเริ่มใหม่ (ข้อมูลที่บันทึกไว้จะหายไป)",
        f"The database cluster in {cluster} is broken: {reason}\n"
        "Start anew with make reset (entered data is lost).",
    )


def create_cluster(cluster: Path, binaries: Path, user: OsUser | None) -> None:
    """Make the cluster beside its place and move it there whole: a crash leaves no half one."""
    draft = cluster.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    give_folder(draft, user)
    answer = subprocess.run(
        [
            *(str(binaries / "initdb"), "--pgdata", str(draft), "--username", SUPERUSER),
            *("--auth", "trust", "--locale", "C.UTF-8", "--encoding", "UTF8"),
        ],
        env=_environment(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=user.groups if user else None,
        check=False,
    )
    if answer.returncode != 0:
        reason = answer.stderr.strip()[-600:]
        raise PortalError(
            f"สร้างฐานข้อมูลใน {cluster} ไม่สำเร็จ",
            f"initdb could not make the cluster in {cluster}: {reason}",
        )
    draft.rename(cluster)


def _server_command(
    binaries: Path,
    data_dir: DataDir,
    place: ClusterPlace,
    user: OsUser | None,
    settings: Mapping[str, str],
) -> Command:
    fixed = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.database_socket_folder),
        "logging_collector": "off",
    }
    options = [f"--{name}={value}" for name, value in {**fixed, **settings}.items()]
    return Command(
        name="postgres",
        words=[binaries / "postgres", "-D", place.cluster, *options],
        environment=_environment(),
        log=data_dir.log("postgres"),
        user=user,
        stopping=STOPPING,
    )


def _wait_until_ready(
    supervisor: Supervisor, part: Part, binaries: Path, place: ClusterPlace
) -> None:
    words = (binaries / "pg_isready", "--quiet", "-h", str(place.database_socket_folder))

    def accepts() -> bool:
        return subprocess.run(words, env=_environment(), check=False).returncode == 0

    try:
        ready = supervisor.wait_until(accepts, START_SECONDS)
    except PartStopped as stopped:
        raise _broken(place.cluster, f"it did not start.\n{part.last_lines()}") from stopped
    if not ready:
        raise _broken(place.cluster, f"no answer in {START_SECONDS:.0f} s.\n{part.last_lines()}")


def _psql(binaries: Path, place: ClusterPlace, sql: str) -> None:
    answer = subprocess.run(
        [
            *(str(binaries / "psql"), "-h", str(place.database_socket_folder), "-U", SUPERUSER),
            *("-d", "postgres", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"),
        ],
        input=sql,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise _broken(place.cluster, answer.stderr.strip()[-600:])


def _environment() -> dict[str, str]:
    """Without the caller's PG* variables, which would lead the programs elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
