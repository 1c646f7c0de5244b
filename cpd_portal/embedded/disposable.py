"""`disposable`: run one command on a fresh database and broker that are thrown away."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from cpd_portal.embedded.cluster_place import remove_place
from cpd_portal.embedded.data_dir import DataDir, locked, open_data_dir
from cpd_portal.embedded.processes import Command, Stopping, Supervisor
from cpd_portal.embedded.services import PROJECT, Services, started_services


def run_disposable(path: Path, words: Sequence[str]) -> int:
    """The exit code of the command; it finds the services in its environment."""
    data_dir = open_data_dir(path)
    with locked(data_dir):
        _empty(data_dir)
        with Supervisor() as supervisor:
            with started_services(supervisor, data_dir, disposable=True) as services:
                return _run(supervisor, services, words)


def _run(supervisor: Supervisor, services: Services, words: Sequence[str]) -> int:
    # Tests make databases, which only the owner may.
    environment = services.environment(DATABASE_URL=services.database.owner_url)
    command = Command(
        name=words[0],
        words=words,
        environment=environment,
        folder=PROJECT,
        stopping=Stopping(),
    )
    return supervisor.run(command).process.returncode


def _empty(data_dir: DataDir) -> None:
    """A cluster without fsync may not survive a crash: every run starts from nothing."""
    for folder in ("postgres", "redis", "media"):
        shutil.rmtree(data_dir.path / folder, ignore_errors=True)
    data_dir.cluster_place.unlink(missing_ok=True)
    remove_place(data_dir)
    open_data_dir(data_dir.path)
