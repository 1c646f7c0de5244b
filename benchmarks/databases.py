"""Databases of the benchmarks: the national sample at a scale, in the cluster of the services."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

PROJECT = Path(__file__).resolve().parent.parent
PASSWORD = "benchmark-password"  # noqa: S105  of a database that is thrown away
SETTINGS = "cpd_portal.settings.dev"


def environment_for(scale: int) -> Mapping[str, str]:
    """The environment of programs that work on the nation at this scale; made when missing."""
    owner_url = os.environ["DATABASE_URL"]
    name = f"bench_{scale}"
    url = urlunsplit(urlsplit(owner_url)._replace(path=f"/{name}"))
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DEMO_PASSWORD": PASSWORD,
        "STATIC_ROOT": str(PROJECT / "build" / "static"),
        "MEDIA_ROOT": str(PROJECT / "build" / "media"),
    }
    if _create(owner_url, name):
        _manage(environment, "migrate", "--noinput")
        _manage(environment, "load_reference")
        _manage(environment, "load_sample", "--scale", str(scale))
        _tidy(url)
    return environment


def _create(owner_url: str, name: str) -> bool:
    """False when it is there."""
    connection = psycopg2.connect(owner_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()
    return True


def _tidy(url: str) -> None:
    """What an installation's autovacuum does within minutes of a load."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()


def _manage(environment: Mapping[str, str], *words: str) -> None:
    command = [sys.executable, str(PROJECT / "manage.py"), *words]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
