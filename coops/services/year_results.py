"""The results of a whole year, computed and stored set by set.

Facts are read in a few large reads; the results go through COPY into a staging table and from
there in one UPDATE of the rows that differ, so that the audit triggers see every change and
an unchanged year leaves no trace.
"""

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.db import connection

from coops import rules
from coops.models import Assessment, RuleSet
from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User

ROWS_PER_COPY = 5_000
_STAGING = """
CREATE TEMPORARY TABLE coops_result_staging (
    id bigint PRIMARY KEY, tier smallint, unassessed_group smallint, total numeric(5, 2),
    dimensions jsonb NOT NULL, result jsonb, complete boolean NOT NULL
) ON COMMIT DROP
"""
_COPY = "COPY coops_result_staging FROM STDIN WITH (FORMAT csv, NULL '')"
_UPDATE = """
UPDATE coops_assessment AS stored
SET tier = staged.tier, unassessed_group = staged.unassessed_group, total = staged.total,
    dimensions = staged.dimensions, result = staged.result, complete = staged.complete,
    version = stored.version + 1, updated_at = now()
FROM coops_result_staging AS staged
WHERE stored.id = staged.id
  AND (stored.tier, stored.unassessed_group, stored.total, stored.complete, stored.result)
      IS DISTINCT FROM
      (staged.tier, staged.unassessed_group, staged.total, staged.complete, staged.result)
"""


@recorded("coops.year.classified")
def classify_year(*, actor: User | None, fiscal_year: int) -> int:
    """Stores what the rules say about every assessment of the year; how many rows changed."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGING)
        for rule_set in RuleSet.objects.filter(fiscal_year=fiscal_year):
            for chunk in _chunks(rule_set):
                cursor.copy_expert(_COPY, chunk)
        cursor.execute(_UPDATE)
        changed: int = cursor.rowcount
        cursor.execute("DROP TABLE coops_result_staging")
    return changed


def _chunks(rule_set: RuleSet) -> Iterator[StringIO]:
    """CSV of the results, a few thousand rows at a time: memory stays bounded."""
    pure = rule_set.rules
    chunk, writer, filled = _empty_chunk()
    rows = (
        Assessment.objects.filter(rule_set=rule_set).defer("result", "dimensions").order_by("pk")
    )
    for assessment in rows.iterator(chunk_size=ROWS_PER_COPY):
        writer.writerow(result_columns(assessment, pure))
        filled += 1
        if filled == ROWS_PER_COPY:
            yield _rewound(chunk)
            chunk, writer, filled = _empty_chunk()
    if filled:
        yield _rewound(chunk)


def result_columns(assessment: Assessment, rule_set: rules.RuleSet) -> tuple[Any, ...]:
    """Primary key and result in the order of the staging table."""
    try:
        result = rules.classify(assessment.facts, rule_set)
    except rules.IncompleteFacts:
        return assessment.pk, None, None, None, "{}", None, "f"
    stored = result.as_json()
    return (
        assessment.pk,
        stored["tier"],
        stored["unassessed_group"],
        stored["total"],
        json.dumps(stored["dimensions"]),
        json.dumps(stored, ensure_ascii=False),
        "t",
    )


def _empty_chunk() -> tuple[StringIO, Any, int]:
    chunk = StringIO()
    return chunk, csv.writer(chunk), 0


def _rewound(chunk: StringIO) -> StringIO:
    chunk.seek(0)
    return chunk
