"""The checks of `make lint`: everything that needs no test run."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

from setup.errors import SetupError
from setup.places import PROJECT, VENV, VENV_PYTHON

MANAGE = (str(VENV_PYTHON), "manage.py")
DISPOSABLE = (str(VENV_PYTHON), "-m", "cpd_portal.embedded", "disposable", "--")
# Values that only let the production settings be read; nothing is served with them.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cpd_portal.settings.production",
    "SECRET_KEY": "only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "DATABASE_URL": "postgres://portal_app@127.0.0.1/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "portal.example",
}


@dataclass(frozen=True)
class Check:
    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


CHECKS = (
    Check("formatting", (str(VENV / "bin/ruff"), "format", "--check", ".")),
    Check("lint", (str(VENV / "bin/ruff"), "check", ".")),
    Check("types", (str(VENV / "bin/mypy"), ".")),
    Check("migrations", (*DISPOSABLE, *MANAGE, "makemigrations", "--check", "--dry-run")),
    Check("deployment", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
)


def run_all() -> None:
    """Run every check, also after one failed; raises SetupError naming those that failed."""
    failed = [check.name for check in CHECKS if not _passes(check)]
    if failed:
        raise SetupError(f"ไม่ผ่าน (failed): {', '.join(failed)}")


def _passes(check: Check) -> bool:
    print(f"· {check.name}", flush=True)
    environment = {**os.environ, **check.environment}
    return subprocess.run(check.words, cwd=PROJECT, env=environment, check=False).returncode == 0
