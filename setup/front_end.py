"""The npm packages of the lock file, and the static files built from them."""

import subprocess
from pathlib import Path

from setup import stamps
from setup.errors import SetupError
from setup.places import BUILD, NODE_MODULES, PROJECT, STATIC_BUILD, VENV_PYTHON

NPM_STAMP = NODE_MODULES / "installed.stamp"
ASSETS_STAMP = BUILD / "assets.stamp"
BUILDER = PROJECT / "setup" / "build_assets.py"


def ensure() -> None:
    locks = [PROJECT / "package.json", PROJECT / "package-lock.json"]
    _ensure_packages(stamps.fingerprint(locks))
    _ensure_assets(stamps.fingerprint([*locks, *_builder_files()]))


def _builder_files() -> list[Path]:
    """The code and the style sheets that decide what the built files look like."""
    code = ("cpd_portal/frontend/**/*.py", "cpd_portal/core/documents/**/*.py")
    patterns = (*code, "static/css/*.css")
    return [BUILDER, *sorted(path for pattern in patterns for path in PROJECT.glob(pattern))]


def _ensure_packages(value: str) -> None:
    if stamps.is_current(NPM_STAMP, value):
        return
    print("· ติดตั้งแพ็กเกจของหน้าเว็บ (npm ci)", flush=True)
    _run(["npm", "ci", "--ignore-scripts", "--loglevel=error"])
    stamps.write(NPM_STAMP, value)


def _ensure_assets(value: str) -> None:
    if STATIC_BUILD.is_dir() and stamps.is_current(ASSETS_STAMP, value):
        return
    print("· สร้างไฟล์ของหน้าเว็บ (building static_build/)", flush=True)
    _run([str(VENV_PYTHON), str(BUILDER)])
    _run([str(VENV_PYTHON), "-m", "cpd_portal.embedded", "static"])
    BUILD.mkdir(exist_ok=True)
    stamps.write(ASSETS_STAMP, value)


def _run(words: list[str]) -> None:
    answer = subprocess.run(words, cwd=PROJECT, stdin=subprocess.DEVNULL, check=False)
    if answer.returncode != 0:
        raise SetupError(f"คำสั่งนี้ไม่สำเร็จ (failed): {' '.join(words)}")
