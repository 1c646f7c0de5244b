"""`python3 -m setup COMMAND`: set up what the command needs, then become that command."""

import ctypes
import io
import os
import shlex
import signal
import sys
from typing import NoReturn

from setup import checks, front_end, locks, python_environment, system_packages
from setup.errors import SetupError
from setup.places import PROJECT, VENV_PYTHON

PR_SET_PDEATHSIG = 1
EMBEDDED = (str(VENV_PYTHON), "-m", "cpd_portal.embedded")
PYTEST = (str(VENV_PYTHON), "-m", "pytest")


def set_up(*, testing: bool) -> None:
    """Everything that running (or testing) needs; costs nothing when it is there."""
    needs = system_packages.TO_TEST if testing else system_packages.TO_RUN
    system_packages.ensure(needs)
    requirements = python_environment.TO_TEST if testing else python_environment.TO_RUN
    python_environment.ensure(requirements)
    front_end.ensure()


def become(*words: str) -> NoReturn:
    """Replace this process; started by make, it also ends when make is killed."""
    os.chdir(PROJECT)
    # A portal is a dozen processes: without kept bytecode each would compile every module anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if "MAKELEVEL" in os.environ:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
    os.execv(words[0], words)


def run() -> None:
    set_up(testing=False)
    become(*EMBEDDED, "run")


def services() -> None:
    set_up(testing=False)
    become(*EMBEDDED, "services")


def reset() -> None:
    python_environment.ensure(python_environment.TO_RUN)
    become(*EMBEDDED, "reset", *(["--yes"] if os.environ.get("YES") == "1" else []))


def test() -> None:
    set_up(testing=True)
    arguments = shlex.split(os.environ.get("ARGS", "")) or ["-n", "3"]
    become(*EMBEDDED, "disposable", "--", *PYTEST, *arguments)


def fuzz() -> None:
    """The fuzzing tests with many more examples, other ones every time."""
    set_up(testing=True)
    os.environ["FUZZ_EXAMPLES"] = os.environ.get("FUZZ_EXAMPLES") or "200"
    become(*EMBEDDED, "disposable", "--", *PYTEST, "tests/security")


def bench() -> None:
    set_up(testing=True)
    become(*EMBEDDED, "disposable", "--", str(VENV_PYTHON), "-m", "benchmarks")


def faults() -> None:
    system_packages.ensure(system_packages.TO_BREAK)
    set_up(testing=True)
    become(str(VENV_PYTHON), "-m", "faults")


def lint() -> None:
    set_up(testing=True)
    checks.run_all()


COMMANDS = {
    "setup": lambda: set_up(testing=True),
    "run": run,
    "services": services,
    "reset": reset,
    "test": test,
    "fuzz": fuzz,
    "bench": bench,
    "faults": faults,
    "lint": lint,
    "lock": locks.compile_all,
}


def main() -> int:
    _print_thai_anywhere()
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in COMMANDS:
        print(f"usage: python3 -m setup {{{','.join(COMMANDS)}}}", file=sys.stderr)
        return 2
    try:
        COMMANDS[name]()
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _print_thai_anywhere() -> None:
    """Thai is printed as UTF-8 even where the locale names another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", line_buffering=True)


if __name__ == "__main__":
    sys.exit(main())
