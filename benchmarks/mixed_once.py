"""Serves the database of the environment to the mixed load and prints the steps of it as JSON."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from benchmarks.databases import PROJECT
from benchmarks.servers import PEOPLE, PORTAL, Ask, Server, serving

LOAD = PROJECT / "benchmarks" / "mixed_load.py"
OPTIONS = ("--headless", "--only-summary", "--exit-code-on-error", "0")


def main() -> None:
    django.setup()
    from benchmarks.crowd import crowd

    with TemporaryDirectory() as name, serving(PORTAL) as server:
        folder = Path(name)
        files = {"CROWD": str(folder / "crowd.json"), "STEPS": str(folder / "steps.json")}
        people = crowd()
        Path(files["CROWD"]).write_text(json.dumps(people), encoding="utf-8")
        _warm(server, people["executives"][0]["headers"])
        words = [sys.executable, "-m", "locust", "-f", str(LOAD), *OPTIONS]
        subprocess.run(
            [*words, "--host", f"http://127.0.0.1:{server.port}"],
            check=True,
            cwd=PROJECT,
            env={**os.environ, **files, "PYTHONPATH": str(PROJECT)},
            stdout=sys.stderr,
        )
        print(Path(files["STEPS"]).read_text(encoding="utf-8"))


def _warm(server: Server, headers: Mapping[str, str]) -> None:
    """Every thread has asked the database once, and the figures of the overview are kept."""
    pages = ("/overview/", "/overview/supervision/", "/coops/strength/")
    server.seconds_of([[Ask(page, headers) for page in pages]] * PEOPLE)


if __name__ == "__main__":
    main()
