"""Classifying the nation beside reading and writing the same bytes, and its growth."""

import os
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO

from django.db import connection

from benchmarks.databases import environment_for
from benchmarks.measure import Result, alternating, timed
from coops.models import Assessment, ClassificationRun
from coops.services.runs import classify_year
from coops.services.year_results import READ, ROWS_PER_COPY

YEAR = 2567
ROUNDS = 5
LIMIT_TABLE = "bench_results"
_COLUMNS = (
    "run_id, institution_id, office_id, rule_set_id, assessment_version, facts, tier, "
    "unassessed_group, total, missing, result"
)
GROWTH_ROUNDS = 3


def classify_vs_limit(name: str) -> Result:
    run = classify_year(actor=None, fiscal_year=YEAR)
    lines = _lines_of(run)
    _create_limit_table()
    ours, limit = alternating(_classify, lambda: timed(lambda: _read_and_copy(lines)), ROUNDS)
    note = (
        f"{run.results.count():,} members, traces stored; limit: the same rows read into Python, "
        f"{len(lines) // 1024:,} KiB written by COPY, without logic"
    )
    return Result(name, ours, limit, "s", note)


def classify_growth(name: str) -> Result:
    return _growth(name, 10)


def classify_growth_3(name: str) -> Result:
    return _growth(name, 3)


def _growth(name: str, scale: int) -> Result:
    """Runs in turn, each in a process of its own."""
    large, small = environment_for(scale), environment_for(1)
    memory: list[int] = []
    more, one = alternating(
        lambda: _seconds_at(large, memory), lambda: _seconds_at(small, []), GROWTH_ROUNDS
    )
    note = (
        f"seconds of a run at ×{scale} institutions / at ×1, median of {GROWTH_ROUNDS} each; "
        f"peak memory at ×{scale} {max(memory)} MB"
    )
    return Result(name, more, one, "s", note)


def _seconds_at(environment: Mapping[str, str], memory: list[int]) -> float:
    """Adds the peak memory of the process, in MB, to `memory`."""
    words = [sys.executable, "-m", "benchmarks.classify_once"]
    done = subprocess.run(
        words, check=True, env={**os.environ, **environment}, capture_output=True, text=True
    )
    seconds, megabytes = done.stdout.split()[-2:]
    memory.append(int(megabytes))
    return float(seconds)


def _classify() -> float:
    return timed(lambda: classify_year(actor=None, fiscal_year=YEAR))


def _lines_of(run: ClassificationRun) -> bytes:
    target = BytesIO()
    with connection.cursor() as cursor:
        query = f"SELECT {_COLUMNS} FROM coops_runresult WHERE run_id = '{run.pk}'"
        cursor.copy_expert(f"COPY ({query}) TO STDOUT", target)
    return target.getvalue()


def _create_limit_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {LIMIT_TABLE}")
        cursor.execute(
            f"CREATE TABLE {LIMIT_TABLE} AS SELECT {_COLUMNS} FROM coops_runresult WITH NO DATA"
        )


def _read_and_copy(lines: bytes) -> None:
    rows = Assessment.objects.of_year(YEAR).order_by("institution_id").values_list(*READ)
    for _ in rows.iterator(chunk_size=ROWS_PER_COPY):
        pass
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {LIMIT_TABLE} FROM STDIN", BytesIO(lines))
        cursor.execute(f"TRUNCATE {LIMIT_TABLE}")
