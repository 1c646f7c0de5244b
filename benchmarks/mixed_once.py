"""Serves the database of the environment to the mixed load and prints the steps of it as JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from benchmarks.databases import PROJECT

LOAD = PROJECT / "benchmarks" / "mixed_load.py"
OPTIONS = ("--headless", "--only-summary", "--exit-code-on-error", "0")


def main() -> None:
    django.setup()
    from benchmarks.crowd import crowd
    from benchmarks.servers import PORTAL, serving

    with TemporaryDirectory() as name, serving(PORTAL) as server:
        folder = Path(name)
        files = {"CROWD": str(folder / "crowd.json"), "STEPS": str(folder / "steps.json")}
        Path(files["CROWD"]).write_text(json.dumps(crowd()), encoding="utf-8")
        words = [sys.executable, "-m", "locust", "-f", str(LOAD), *OPTIONS]
        subprocess.run(
            [*words, "--host", f"http://127.0.0.1:{server.port}"],
            check=True,
            cwd=PROJECT,
            env={**os.environ, **files, "PYTHONPATH": str(PROJECT)},
            stdout=sys.stderr,
        )
        print(Path(files["STEPS"]).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
