"""Compile requirements/*.in into the hashed lock files, for all supported Pythons."""

import subprocess
import sys

from setup.errors import SetupError
from setup.places import BUILD, PROJECT

LOCKER = BUILD / "locker"
OLDEST_PYTHON = "3.11"


def compile_all() -> None:
    """Newest versions that fit; the lock files name no registry."""
    _run([sys.executable, "-m", "venv", str(LOCKER)])
    _run([str(LOCKER / "bin/pip"), "install", "--quiet", "uv"])
    for name in ("base", "dev"):
        _run(
            [
                *(str(LOCKER / "bin/uv"), "pip", "compile", f"requirements/{name}.in"),
                *("--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"),
                *("--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
                *("--custom-compile-command", "make lock", "--upgrade", "--quiet"),
                *("--output-file", f"requirements/{name}.txt"),
            ]
        )
    _run(["npm", "install", "--package-lock-only", "--ignore-scripts"])


def _run(words: list[str]) -> None:
    if subprocess.run(words, cwd=PROJECT, check=False).returncode != 0:
        raise SetupError(f"คำสั่งนี้ไม่สำเร็จ (failed): {' '.join(words)}")
