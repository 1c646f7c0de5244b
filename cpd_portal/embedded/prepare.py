"""Bring the database and the static files up to what the code expects; cheap when they are."""

import fcntl
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cpd_portal.embedded.data_dir import DataDir
from cpd_portal.embedded.errors import PortalError
from cpd_portal.embedded.processes import Command, Stopping, Supervisor
from cpd_portal.embedded.services import PROJECT, Services

# Exit code of `load_sample --if-missing` where the database holds other rows: nothing done.
HOLDS_OTHER_ROWS = 3
LOCKED_PACKAGES = "requirements/base.txt"
# What migrations and reference data are made of, relative to the project.
DATABASE_SOURCES = (
    LOCKED_PACKAGES,
    "*/migrations/*.py",
    "cpd_portal/*/migrations/*.py",
    "*/loading.py",
    "cpd_portal/*/loading.py",
    "*/reference/**/*.yaml",
    "cpd_portal/*/reference/**/*.yaml",
)
STATIC_SOURCES = (LOCKED_PACKAGES, "static/**/*", "static_build/**/*")


@dataclass(frozen=True)
class Prepared:
    """What the embedded database was last prepared from, and whether it shows the sample."""

    fingerprint: str
    has_sample: bool


def prepare_database(supervisor: Supervisor, services: Services, demo_password: str) -> bool:
    """Migrate and load what is missing; answers whether the sample and its accounts are there."""
    fingerprint = fingerprint_of(PROJECT, DATABASE_SOURCES, demo_password)
    kept = _read_prepared(services.data_dir) if services.database_is_embedded else None
    if kept and kept.fingerprint == fingerprint:
        return kept.has_sample
    environment = services.portal_environment(DEMO_PASSWORD=demo_password)
    has_sample = _migrate_and_load(supervisor, services, environment)
    if services.database_is_embedded:
        text = json.dumps(asdict(Prepared(fingerprint, has_sample)))
        services.data_dir.prepared.write_text(text, encoding="utf-8")
    return has_sample


def _migrate_and_load(
    supervisor: Supervisor, services: Services, environment: Mapping[str, str]
) -> bool:
    as_owner = {**environment, "DATABASE_URL": services.database.owner_url}
    say("กำลังปรับโครงสร้างฐานข้อมูล", "Migrating the database")
    _manage(supervisor, services.data_dir, as_owner, "migrate", "--noinput")
    say("กำลังโหลดข้อมูลอ้างอิง", "Loading the reference data")
    _manage(supervisor, services.data_dir, environment, "load_reference")
    say("กำลังโหลดข้อมูลตัวอย่างทั้งประเทศ", "Loading the national sample")
    code = _manage(
        *(supervisor, services.data_dir, environment),
        *("load_sample", "--if-missing"),
        accepted=(0, HOLDS_OTHER_ROWS),
    )
    return code == 0


def prepare_static_files(
    supervisor: Supervisor, data_dir: DataDir, environment: Mapping[str, str]
) -> None:
    """Collect and compress the static files, once for every change of them."""
    root = Path(environment["STATIC_ROOT"])
    stamp = root.with_suffix(".stamp")
    root.parent.mkdir(parents=True, exist_ok=True)
    with root.with_suffix(".lock").open("w") as lock:  # portals of one checkout share the files
        fcntl.flock(lock, fcntl.LOCK_EX)
        fingerprint = fingerprint_of(PROJECT, STATIC_SOURCES)
        if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
            return
        say("กำลังเตรียมไฟล์ของหน้าเว็บ", "Collecting the static files")
        _manage(supervisor, data_dir, environment, "collectstatic", "--noinput", "--clear")
        stamp.write_text(fingerprint, encoding="ascii")


def _manage(
    supervisor: Supervisor,
    data_dir: DataDir,
    environment: Mapping[str, str],
    *words: str,
    accepted: tuple[int, ...] = (0,),
) -> int:
    """Run one management command; its words go to the log `prepare`."""
    part = supervisor.run(
        Command(
            name="prepare",
            words=[sys.executable, PROJECT / "manage.py", *words],
            environment=environment,
            log=data_dir.log("prepare"),
            folder=PROJECT,
            stopping=Stopping(),
        )
    )
    if part.process.returncode not in accepted:
        raise PortalError(
            f"คำสั่ง manage.py {words[0]} ไม่สำเร็จ ดู {part.command.log}",
            f"manage.py {words[0]} failed. The end of its log:\n{part.last_lines()}",
        )
    return part.process.returncode


def _read_prepared(data_dir: DataDir) -> Prepared | None:
    if not data_dir.prepared.exists():
        return None
    return Prepared(**json.loads(data_dir.prepared.read_text(encoding="utf-8")))


def fingerprint_of(root: Path, patterns: Iterable[str], *words: str) -> str:
    """A hash of the files' paths and contents, and of the words."""
    files = sorted({path for pattern in patterns for path in root.glob(pattern)})
    digest = hashlib.sha256("\0".join(words).encode())
    for path in (path for path in files if path.is_file()):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def say(thai: str, english: str) -> None:
    print(f"· {thai} ({english})", flush=True)
