"""`make faults`: breaks a real portal in every listed way and writes build/faults.json.

ONLY=name (or several, with commas) does one of them, KEEP=1 goes on with the
data of the last run, SCALE=5 breaks a portal with five times the institutions.
"""

import json
import os
import shutil
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import closing

import django

from cpd_portal.embedded.cluster_place import remove_place
from cpd_portal.embedded.data_dir import DataDir, locked, open_data_dir
from cpd_portal.embedded.ports import reserve_port
from cpd_portal.embedded.services import PROJECT
from faults.outcome import Line, NotDone, line_of, table
from faults.stage import Stage, environment_of, started_stage

TARGET = PROJECT / "build" / "faults.json"
# Named services of the caller are not to be broken.
OF_THE_CALLER = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORTAL_DATA_DIR")


def main() -> int:
    path = PROJECT / "var" / "faults"
    for name in OF_THE_CALLER:
        os.environ.pop(name, None)
    data_dir = open_data_dir(path)
    with locked(data_dir), closing(reserve_port(0, 0)) as listener:
        if os.environ.get("KEEP") != "1":
            _empty(data_dir)
        with started_stage(data_dir, listener) as stage:
            lines = list(_break(stage, os.environ.get("ONLY", "")))
    TARGET.parent.mkdir(exist_ok=True)
    written = json.dumps([line.as_json() for line in lines], ensure_ascii=False, indent=2)
    TARGET.write_text(f"{written}\n", encoding="utf-8")
    print(f"\n{table(lines)}\nwritten: {TARGET.relative_to(PROJECT)}")
    return 0 if lines and all(line.passed for line in lines) else 1


def _break(stage: Stage, wanted: str) -> Iterator[Line]:
    owner = stage.services.database.owner_url
    os.environ.update(environment_of(stage.services, DATABASE_URL=owner))
    django.setup()
    from faults.catalogue import FAULTS

    for name in _chosen(wanted, list(FAULTS)):
        line = _one(stage, name)
        print(f"{table([line]).splitlines()[1]}  {line.note}", flush=True)
        yield line


def _chosen(wanted: str, names: Sequence[str]) -> Sequence[str]:
    chosen = [name for name in wanted.split(",") if name]
    unknown = [name for name in chosen if name not in names]
    if unknown:
        print(f"no fault {', '.join(unknown)}; there are: {', '.join(names)}", file=sys.stderr)
        return []
    return chosen or names


def _one(stage: Stage, name: str) -> Line:
    """A fault that breaks off is a line that has not passed; the next one begins in order."""
    from django.db import connections

    from faults.catalogue import FAULTS

    fault, started = FAULTS[name], time.monotonic()
    try:
        return line_of(name, fault.limit, fault.run(stage))
    except NotDone as reason:
        return Line(name, fault.limit, None, f"not done: {reason}")
    except Exception as error:
        traceback.print_exc()
        return Line(name, fault.limit, None, f"broke off: {type(error).__name__}: {error}")
    finally:
        connections.close_all()
        stage.mend()
        print(f"({name}: {time.monotonic() - started:.0f} s in all)", flush=True)


def _empty(data_dir: DataDir) -> None:
    for folder in ("postgres", "redis", "media"):
        shutil.rmtree(data_dir.path / folder, ignore_errors=True)
    data_dir.prepared.unlink(missing_ok=True)
    data_dir.cluster_place.unlink(missing_ok=True)
    remove_place(data_dir)
    open_data_dir(data_dir.path)


if __name__ == "__main__":
    sys.exit(main())
