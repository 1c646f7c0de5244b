"""The mixed load, and what ten times the data do to its knee."""

import json
import os
import subprocess
import sys

from benchmarks.databases import PROJECT, environment_for
from benchmarks.knee import ERROR_SHARE, P95_SECONDS, Step, knee_of
from benchmarks.measure import Result

GROWTH = 10


def knee_growth(name: str) -> Result:
    """One after the other: each takes minutes."""
    one, ten = (_knee(scale) for scale in (1, GROWTH))
    note = (
        f"requests per second at ×{GROWTH} institutions / at ×1 in the last step with p95 under "
        f"{P95_SECONDS} s and errors under {ERROR_SHARE:.1%}: {ten['people']:.0f} and "
        f"{one['people']:.0f} people, each doing something every four seconds"
    )
    return Result(name, ten["per_second"], one["per_second"], "1/s", note)


def _knee(scale: int) -> Step:
    words = [sys.executable, "-m", "benchmarks.mixed_once"]
    environment = {**os.environ, **environment_for(scale)}
    done = subprocess.run(
        words, check=True, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
    )
    return knee_of(json.loads(done.stdout.splitlines()[-1]))
