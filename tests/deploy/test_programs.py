"""What an installation runs beside containers: secrets are made once, gunicorn takes its file."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from setup.checks import PRODUCTION
from tests.deploy.compose import ROOT, compose


def _make_secrets(folder: Path) -> dict[str, str]:
    shutil.copy(ROOT / "deploy" / "make-secrets", folder)
    subprocess.run([folder / "make-secrets"], check=True, capture_output=True)
    return {path.name: path.read_text(encoding="ascii") for path in folder.glob("secrets/*")}


def test_secrets_made_are_those_that_compose_asks_for(tmp_path: Path) -> None:
    asked = {Path(secret.file).name for secret in compose().secrets.values()}
    made = _make_secrets(tmp_path)

    assert made.keys() == asked
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert len(made["secret_key"]) == 128
    for url, role in (("database_url", "app"), ("database_owner_url", "owner")):
        address = urlsplit(made[url])
        assert address.username == f"portal_{role}"
        assert address.password == made[f"{role}_password"]


def test_secrets_made_again_stay_as_they_are(tmp_path: Path) -> None:
    assert _make_secrets(tmp_path) == _make_secrets(tmp_path)


def test_secrets_of_two_installations_differ(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    assert _make_secrets(first)["secret_key"] != _make_secrets(second)["secret_key"]


def test_gunicorn_accepts_its_configuration(tmp_path: Path) -> None:
    words = ["--check-config", "--config", "deploy/gunicorn_conf.py", "cpd_portal.wsgi"]
    environment = {**os.environ, **PRODUCTION, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "m")}
    answer = subprocess.run(
        [sys.executable, "-m", "gunicorn", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
