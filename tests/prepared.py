"""Portals with the national sample, prepared once for all workers of a run and then copied."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cpd_portal.embedded.cluster_place import ClusterPlace, find_place
from cpd_portal.embedded.connection import RUNNING_FILE
from cpd_portal.embedded.data_dir import DataDir
from cpd_portal.embedded.os_users import database_user
from cpd_portal.embedded.portal import OUTPUT, Portal, discard, started_portal

# The database is copied by itself; the rest belongs to the portal that ran.
OF_A_RUN = (
    "postgres",
    "cluster_place",
    "sockets",
    "logs",
    "redis",
    OUTPUT,
    RUNNING_FILE,
    "*.lock",
)


@contextmanager
def portal_with_sample(factory: pytest.TempPathFactory, name: str) -> Iterator[Portal]:
    """A real `run` on its own data: web, worker, beat, PostgreSQL and Redis."""
    folder = factory.mktemp(name)
    copy_prepared(factory, folder)
    with started_portal(folder) as started:
        yield started
    discard(folder)


def copy_prepared(factory: pytest.TempPathFactory, folder: Path) -> None:
    """The folder as a first start, which loads the sample, and its stop leave one."""
    prepared = _prepared(_folder_of_all_workers(factory))
    shutil.copytree(prepared / "data", folder, dirs_exist_ok=True)
    _copy_cluster(prepared / "cluster", _place_of(folder).cluster)


def _prepared(folder: Path) -> Path:
    """The first worker that comes prepares it, the others wait."""
    done, first = folder / "prepared", folder / "first"
    with (folder / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            with started_portal(first) as portal:
                pass
            assert portal.process.returncode == 0
            making = folder / "making"
            shutil.copytree(first, making / "data", ignore=shutil.ignore_patterns(*OF_A_RUN))
            _copy_cluster(_place_of(first).cluster, making / "cluster")
            discard(first)
            making.rename(done)
    return done


def _folder_of_all_workers(factory: pytest.TempPathFactory) -> Path:
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _place_of(folder: Path) -> ClusterPlace:
    return find_place(DataDir(folder.resolve()), database_user())


def _copy_cluster(source: Path, target: Path) -> None:
    """With its owner, who is not the one that runs the tests when that is root."""
    subprocess.run(["cp", "-a", "--reflink=auto", source, target], check=True)
