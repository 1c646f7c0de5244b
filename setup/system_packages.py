"""The Debian packages that the portal needs: checked by what they provide, not by name.

So a PostgreSQL, Redis or Node.js that came another way serves as well.
"""

import ctypes
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from setup.errors import SetupError

OLDEST_NODE = 18


@dataclass(frozen=True)
class Need:
    packages: tuple[str, ...]
    is_met: Callable[[], bool]


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def has_postgresql_server() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def has_node() -> bool:
    """Whether Node.js is there and not too old."""
    if shutil.which("node") is None:
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.", answer.stdout)
    return version is not None and int(version[1]) >= OLDEST_NODE


def can_make_environments() -> bool:
    """Debian's Python lacks ensurepip until python3-venv is installed."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def has_other_clock() -> bool:
    """The library that gives a program another time of day."""
    return any(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


TO_RUN = (
    Need(("python3-venv",), can_make_environments),
    Need(("postgresql",), has_postgresql_server),
    Need(("redis-server",), has_program("redis-server")),
    Need(("libpango-1.0-0",), lambda: has_library("libpango-1.0.so.0")),
    Need(("libpangoft2-1.0-0",), lambda: has_library("libpangoft2-1.0.so.0")),
    Need(("libharfbuzz-subset0",), lambda: has_library("libharfbuzz-subset.so.0")),
    Need(("nodejs",), has_node),
    Need(("npm",), has_program("npm")),
    Need(("ca-certificates",), lambda: Path("/etc/ssl/certs/ca-certificates.crt").exists()),
)
TO_TEST = (
    *TO_RUN,
    Need(("chromium",), has_program("chromium")),
    Need(("poppler-utils",), has_program("pdftotext")),
)
TO_BREAK = (*TO_TEST, Need(("libfaketime",), has_other_clock))


def missing_packages(needs: Iterable[Need]) -> list[str]:
    return [name for need in needs if not need.is_met() for name in need.packages]


def install_command(packages: Iterable[str]) -> list[str]:
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def ensure(needs: tuple[Need, ...]) -> None:
    """Install the missing packages as root; anybody else is told the line to run."""
    missing = missing_packages(needs)
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SetupError(advice(missing))
    print(f"· ติดตั้งแพ็กเกจของระบบ (installing system packages): {' '.join(missing)}", flush=True)
    _apt_get(["apt-get", "update"], missing)
    _apt_get(install_command(missing), missing)
    if still_missing := missing_packages(needs):
        raise SetupError(advice(still_missing))


def advice(missing: Iterable[str]) -> str:
    line = " ".join(install_command(missing))
    return (
        f"ขาดแพ็กเกจของระบบ กรุณาสั่งบรรทัดนี้แล้วลองใหม่ (missing packages, run this line):\n"
        f"    sudo apt-get update && sudo {line}"
    )


def _apt_get(words: list[str], missing: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    answer = subprocess.run(
        words,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        end = "\n".join(answer.stdout.strip().splitlines()[-5:])
        raise SetupError(f"{end}\n{' '.join(words)} ไม่สำเร็จ (failed)\n{advice(missing)}")
