"""Prints what a PDF of 5,000 rows of the register costs a process that was idle: seconds, pages,
its resident memory before and at most, in KiB."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django


def main() -> None:
    django.setup()
    from benchmarks.measure import timed
    from benchmarks.registers import WAYS, pages_of
    from cpd_portal.celery import app

    app.loader.import_default_modules()
    idle = _kibibytes("VmRSS")
    with TemporaryDirectory() as folder:
        target = Path(folder) / "register.pdf"
        seconds = timed(lambda: WAYS[sys.argv[1]](target))
        told = {"seconds": seconds, "idle": idle, "peak": _kibibytes("VmHWM")}
        print(json.dumps({**told, "pages": pages_of(target)}))


def _kibibytes(field: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


if __name__ == "__main__":
    main()
