"""What the rules say about every member of a year, written as the results of a run.

The facts are read once, in one snapshot, and go through the rules in chunks; facts and results
are written by COPY. Then one UPDATE brings the results to the assessments that differ, so that
the audit triggers see every change and an unchanged year leaves no trace.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection

from coops import rules
from coops.choices import DefectStatus, Standing
from coops.models import Assessment, ClassificationRun, RuleSet

ROWS_PER_COPY = 2_000
Progress = Callable[[int], None]
"""Takes the percentage done; raises RunStopped when the run is not wanted any more."""

READ = (
    "institution_id",
    "office_id",
    "rule_set_id",
    "version",
    "standing",
    "points",
    "defect_status",
    "loss_latest",
    "loss_previous",
    "allocated_latest",
    "allocated_previous",
    "statement_days",
)
FACTS = READ[4:]
COPY = (
    "COPY coops_runresult (run_id, institution_id, office_id, rule_set_id, assessment_version, "
    "facts, tier, unassessed_group, total, missing, result) FROM STDIN"
)
_UPDATE = """
UPDATE coops_assessment AS stored
SET tier = found.tier, unassessed_group = found.unassessed_group, total = found.total,
    dimensions = coalesce(found.result -> 'dimensions', '{}'), result = found.result,
    complete = found.result IS NOT NULL, updated_at = now()
FROM coops_runresult AS found
WHERE found.run_id = %s AND stored.fiscal_year = %s
  AND stored.institution_id = found.institution_id
  AND stored.version = found.assessment_version
  AND (stored.tier, stored.unassessed_group, stored.total, stored.result)
      IS DISTINCT FROM
      (found.tier, found.unassessed_group, found.total, found.result)
"""
NULL = r"\N"
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass
class YearResults:
    """What a run read and wrote, as its record keeps it."""

    inputs_sha256: str = ""
    results_sha256: str = ""
    members: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def write_results(
    run: ClassificationRun, rule_sets: Sequence[RuleSet], progress: Progress
) -> YearResults:
    """Classifies all members of the year into the results of the run."""
    batch = _Batch(run, rule_sets)
    rows = Assessment.objects.of_year(run.fiscal_year).order_by("institution_id")
    expected = max(rows.count(), 1)
    read = rows.values_list(*READ).iterator(chunk_size=ROWS_PER_COPY)
    with connection.cursor() as cursor:
        while chunk := batch.lines(islice(read, ROWS_PER_COPY)):
            cursor.copy_expert(COPY, StringIO(chunk))
            progress(min(99, batch.found.members * 100 // expected))
    return batch.finished()


def bring_to_assessments(run: ClassificationRun) -> int:
    """The results to the rows they were computed from; how many differed. A row that was saved
    since has its newer result already."""
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [run.pk, run.fiscal_year])
        changed: int = cursor.rowcount
    return changed


def facts_from(values: Sequence[Any]) -> rules.Facts:
    """`values`: the columns of FACTS."""
    standing, points, defects, loss, loss_before, paid, paid_before, days = values
    return rules.Facts(
        standing=Standing(standing),
        points=rules.stored_points(points),
        defect_status=DefectStatus(defects) if defects else None,
        loss=rules.TwoYears(loss, loss_before),
        allocated_and_paid=rules.TwoYears(paid, paid_before),
        statement_days=days,
    )


class _Batch:
    """Turns rows into lines of COPY and keeps count and digests of what went through."""

    def __init__(self, run: ClassificationRun, rule_sets: Sequence[RuleSet]) -> None:
        self.run_id = str(run.pk)
        self.found = YearResults()
        self._rules = {row.pk: row.rules for row in rule_sets}
        self._populations = {row.pk: population_key(row.kind, row.sector) for row in rule_sets}
        self._counts: dict[str, Counter[str]] = {
            key: Counter() for key in self._populations.values()
        }
        self._inputs, self._results = sha256(), sha256()
        for row in rule_sets:
            self._inputs.update(f"{row.identifier}\t{_to_json(row.definition)}\n".encode())

    def lines(self, rows: Iterator[tuple[Any, ...]]) -> str:
        return "".join(map(self._line, rows))

    def finished(self) -> YearResults:
        self.found.inputs_sha256 = self._inputs.hexdigest()
        self.found.results_sha256 = self._results.hexdigest()
        self.found.counts = {key: dict(counts) for key, counts in self._counts.items()}
        return self.found

    def _line(self, row: tuple[Any, ...]) -> str:
        institution, office, rule_set, version = row[:4]
        rule = self._rules[rule_set]
        facts = _json(dict(zip(FACTS, row[4:], strict=True)))
        outcome, result = classified(rule, row[4:])
        self._inputs.update(f"{institution}\t{rule.identifier}\t{facts}\n".encode())
        self._results.update(f"{institution}\t{result}\n".encode())
        self._counts[self._populations[rule_set]][outcome] += 1
        self.found.members += 1
        head = f"{self.run_id}\t{institution}\t{office}\t{rule_set}\t{version}\t"
        return f"{head}{facts}\t{result}\n"


def classified(rule_set: rules.RuleSet, values: Sequence[Any]) -> tuple[str, str]:
    """The outcome as it is counted, and the columns tier to result of a line of COPY."""
    try:
        found = rules.classify(facts_from(values), rule_set)
    except rules.IncompleteFacts as error:
        missing = [{"pointer": row.pointer, "message": row.message} for row in error.missing]
        return "incomplete", f"{NULL}\t{NULL}\t{NULL}\t{_json(missing)}\t{NULL}"
    total = NULL if found.total is None else rules.plain(found.total)
    result = _json(found.as_json())
    if found.tier is not None:
        return str(int(found.tier)), f"{int(found.tier)}\t{NULL}\t{total}\t[]\t{result}"
    group = int(found.unassessed_group or 0)
    return f"group_{group}", f"{NULL}\t{group}\t{total}\t[]\t{result}"


def population_key(kind: str, sector: str) -> str:
    """ "cooperative/agricultural", "farmer_group"."""
    return f"{kind}/{sector}" if sector else kind


def _json(value: object) -> str:
    """As a column of COPY, which reads backslashes as its own."""
    return _to_json(value).replace("\\", "\\\\")
