"""Classifying the whole country: beside reading the same rows and copying the same bytes."""

import re
import resource
from io import StringIO
from itertools import islice

from django.db import connection
from django.utils import timezone

from benchmarks.measure import Result, alternating, timed
from coops.choices import RunState
from coops.models import Assessment, ClassificationRun, RuleSet, RunResult
from coops.services.year_results import (
    COPY,
    READ,
    ROWS_PER_COPY,
    bring_to_assessments,
    write_results,
)

FISCAL_YEAR = 2566
ROUNDS = 5
RUN_KEY = re.compile(r"(?m)^[0-9a-f-]{36}\t")


def classify_vs_limit(name: str) -> Result:
    """Results with traces and facts in a run's record, brought to the assessments; the limit
    reads the same columns into Python and copies the same bytes, without logic."""
    chunks = _copied_bytes()
    ours, limit = alternating(classify, lambda: _limit(chunks), ROUNDS)
    members = Assessment.objects.of_year(FISCAL_YEAR).count()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    note = (
        f"{members:,} institutions of {FISCAL_YEAR} with traces; limit: the same rows read and "
        f"the same bytes copied; peak memory of the process {memory} MB"
    )
    return Result(name, ours, limit, "s", note)


def classify() -> float:
    """Seconds of one classification of the year; it leaves nothing behind."""
    run = _run()
    rule_sets = list(RuleSet.objects.of_year(FISCAL_YEAR).in_force())

    def compute() -> None:
        write_results(run, rule_sets, lambda percent: None)
        bring_to_assessments(run)

    seconds = timed(compute)
    _forget(run)
    return seconds


def _limit(chunks: list[str]) -> float:
    run = _run()
    mine = [RUN_KEY.sub(f"{run.pk}\t", chunk) for chunk in chunks]

    def copy() -> None:
        rows = Assessment.objects.of_year(FISCAL_YEAR).order_by("institution_id")
        read = rows.values_list(*READ).iterator(chunk_size=ROWS_PER_COPY)
        with connection.cursor() as cursor:
            for chunk in mine:
                list(islice(read, ROWS_PER_COPY))
                cursor.copy_expert(COPY, StringIO(chunk))

    seconds = timed(copy)
    _forget(run)
    return seconds


def _copied_bytes() -> list[str]:
    """What one classification copies, in its chunks."""
    run = _run()
    write_results(run, list(RuleSet.objects.of_year(FISCAL_YEAR).in_force()), lambda percent: None)
    text = StringIO()
    columns = COPY.split("coops_runresult ")[1].split(" FROM")[0].strip("()")
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY (SELECT {columns} FROM coops_runresult WHERE run_id = '{run.pk}' "
            "ORDER BY institution_id) TO STDOUT",
            text,
        )
    _forget(run)
    lines = text.getvalue().splitlines(keepends=True)
    starts = range(0, len(lines), ROWS_PER_COPY)
    return ["".join(lines[start : start + ROWS_PER_COPY]) for start in starts]


def _run() -> ClassificationRun:
    """Beside the numbered ones of the year, so that measuring needs no free place among them."""
    run: ClassificationRun = ClassificationRun.objects.create(
        fiscal_year=FISCAL_YEAR, number=32_000, state=RunState.FAILED, started_at=timezone.now()
    )
    return run


def _forget(run: ClassificationRun) -> None:
    RunResult.objects.filter(run=run).delete()
    run.delete()
