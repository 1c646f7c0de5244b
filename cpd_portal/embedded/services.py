"""Database and broker: those named by the environment, else started here."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpd_portal.embedded import broker, postgres
from cpd_portal.embedded.cluster_place import ClusterPlace, find_place
from cpd_portal.embedded.connection import RunningPortal, remove_running, write_running
from cpd_portal.embedded.data_dir import DataDir
from cpd_portal.embedded.os_users import database_user
from cpd_portal.embedded.postgres import Database
from cpd_portal.embedded.processes import Supervisor

PROJECT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Services:
    data_dir: DataDir
    database: Database
    database_is_embedded: bool
    broker_url: str

    def portal_environment(self, **more: str) -> dict[str, str]:
        """The environment of the portal's own programs."""
        return {**self.environment(**more), **portal_settings()}

    def environment(self, **more: str) -> dict[str, str]:
        """Ours, with the addresses of the services for the application's role.

        Without a settings module: importing the package has set the production one, and
        each program has its own default.
        """
        ours = {key: word for key, word in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        return {
            **ours,
            "PORTAL_DATA_DIR": str(self.data_dir.path),
            "DATABASE_URL": self.database.url,
            "DATABASE_OWNER_URL": self.database.owner_url,
            "REDIS_URL": self.broker_url,
            **more,
        }


def portal_settings() -> dict[str, str]:
    """What tells Django that it serves the embedded default."""
    return {
        "DJANGO_SETTINGS_MODULE": "cpd_portal.settings.dev",
        "STATIC_ROOT": os.environ.get("STATIC_ROOT") or str(PROJECT / "build" / "static"),
    }


@contextmanager
def started_services(
    supervisor: Supervisor, data_dir: DataDir, *, disposable: bool = False
) -> Iterator[Services]:
    """Database and broker, findable in `running.json` as long as they are served."""
    services = _start(supervisor, data_dir, disposable)
    announce(services, None)
    try:
        yield services
    finally:
        remove_running(data_dir.path)


def announce(services: Services, port: int | None) -> None:
    running = RunningPortal(
        pid=os.getpid(),
        database_url=services.database.url,
        database_owner_url=services.database.owner_url,
        broker_url=services.broker_url,
        port=port,
    )
    write_running(services.data_dir.path, running)


def _start(supervisor: Supervisor, data_dir: DataDir, disposable: bool) -> Services:
    database_url, broker_url = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    user = None if database_url else database_user()
    place = find_place(data_dir, user)
    if database_url:
        owner_url = os.environ.get("DATABASE_OWNER_URL") or database_url
        database = Database(database_url, owner_url)
    else:
        settings = postgres.DISPOSABLE if disposable else postgres.DURABLE
        database = postgres.start_postgres(supervisor, data_dir, place, user, settings)
    return Services(
        data_dir=data_dir,
        database=database,
        database_is_embedded=not database_url,
        broker_url=broker_url or _start_broker(supervisor, data_dir, place, disposable),
    )


def _start_broker(
    supervisor: Supervisor, data_dir: DataDir, place: ClusterPlace, disposable: bool
) -> str:
    settings: Mapping[str, str] = broker.DISPOSABLE if disposable else broker.DURABLE
    return broker.start_redis(supervisor, data_dir, place, settings, os.environ)
