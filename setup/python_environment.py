"""The virtual environment `.venv` with the pinned and hashed packages."""

import subprocess
import sys
from pathlib import Path

from setup import stamps
from setup.errors import SetupError
from setup.places import PROJECT, VENV, VENV_PYTHON

STAMP = VENV / "installed.stamp"
TO_RUN = PROJECT / "requirements" / "base.txt"
TO_TEST = PROJECT / "requirements" / "dev.txt"  # holds base.txt


def ensure(requirements: Path) -> None:
    """Make `.venv` where it is missing, and install what the lock file names."""
    enough = {_stamp(requirements), _stamp(TO_TEST)}
    if VENV_PYTHON.exists() and any(stamps.is_current(STAMP, value) for value in enough):
        return
    if not _works():
        print("· สร้าง .venv (creating the virtual environment)", flush=True)
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    print(f"· ติดตั้งแพ็กเกจ Python (installing {requirements.relative_to(PROJECT)})", flush=True)
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    _run([*pip, "--require-hashes", "--requirement", str(requirements)])
    stamps.write(STAMP, _stamp(requirements))


def _stamp(requirements: Path) -> str:
    return stamps.fingerprint([requirements], sys.version)


def _works() -> bool:
    """Whether `.venv` starts; it does not after its Python was upgraded or removed."""
    if not VENV_PYTHON.exists():
        return False
    words = [str(VENV_PYTHON), "-m", "pip", "--version"]
    answer = subprocess.run(words, capture_output=True, check=False)
    return answer.returncode == 0


def _run(words: list[str]) -> None:
    answer = subprocess.run(words, stdin=subprocess.DEVNULL, check=False)
    if answer.returncode != 0:
        raise SetupError(f"คำสั่งนี้ไม่สำเร็จ (failed): {' '.join(words)}")
