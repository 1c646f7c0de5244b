"""`make bench`: runs the benchmarks on fresh services and writes build/bench.json.

ONLY=name,name runs some of them.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import django

from benchmarks.databases import PROJECT, environment_for
from benchmarks.measure import Result

TARGET = PROJECT / "build" / "bench.json"


def main() -> int:
    wanted = [name for name in os.environ.get("ONLY", "").split(",") if name]
    os.environ.update(environment_for(scale=1))
    django.setup()
    from benchmarks.catalogue import BENCHMARKS

    if unknown := [name for name in wanted if name not in BENCHMARKS]:
        names = ", ".join(BENCHMARKS)
        print(f"no benchmark {', '.join(unknown)}; there are: {names}", file=sys.stderr)
        return 2
    results = list(_run(wanted or list(BENCHMARKS)))
    from benchmarks.sizes import sizes

    report = {
        "commit": _commit(),
        "machine": _machine(),
        "sizes": sizes(),
        "results": [result.as_json() for result in results],
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"written: {TARGET.relative_to(PROJECT)}")
    return 0


def _run(names: list[str]) -> Iterator[Result]:
    from benchmarks.catalogue import BENCHMARKS

    for name in names:
        result = BENCHMARKS[name](name)
        print(
            f"{name}: {result.ratio:.3f} "
            f"({result.ours:.4f} / {result.reference:.4f} {result.unit})",
            flush=True,
        )
        yield result


def _commit() -> str:
    words = ["git", "rev-parse", "HEAD"]
    return subprocess.run(words, cwd=PROJECT, capture_output=True, text=True).stdout.strip()


def _machine() -> str:
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    sys.exit(main())
