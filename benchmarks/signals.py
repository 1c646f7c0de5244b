"""The nation's signals over ten years of statements, beside reading and writing the same bytes."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.measure import Result, alternating, timed
from coops.models import (
    Assessment,
    DefectFacts,
    FinancialStatement,
    Institution,
    StandingChange,
    YearFacts,
)
from coops.selectors.warning_facts import AMOUNTS, DATES, ROWS_PER_READ
from early_warning.models import FurtherFigures, WatchReading
from early_warning.selectors.further_figures import AMOUNTS as FURTHER
from early_warning.services.readings import TOLD, readings_follow

YEARS, ROUNDS = 10, 3
LIMIT = "bench_"
_STATEMENTS = """
INSERT INTO coops_financialstatement ({names})
SELECT {values} FROM coops_financialstatement AS known CROSS JOIN generate_series(1, %s) AS back
WHERE known.fiscal_year = %s
ON CONFLICT DO NOTHING
"""


def warn_vs_limit(name: str) -> Result:
    _fill_years()
    today = timezone.localdate()
    readings_follow(actor=None, today=today)
    lines = _lines()
    _create_limit_tables(lines)
    ours, limit = alternating(_recompute, lambda: timed(lambda: _read_and_copy(lines)), ROUNDS)
    statements = FinancialStatement.objects.count()
    note = (
        f"{WatchReading.objects.standing().count():,} institutions, {statements:,} statements of "
        f"{YEARS} years; every reading is new; limit: the same rows read into Python, "
        f"{sum(map(len, lines.values())) // 1024:,} KiB of readings and events written by COPY "
        "into tables without triggers"
    )
    return Result(name, ours, limit, "s", note)


def _recompute() -> float:
    """As after a new version of the bounds: every institution gets another row. Taken back."""
    with transaction.atomic():
        WatchReading.objects.standing().update(digest="")
        seconds = timed(lambda: readings_follow(actor=None, today=timezone.localdate()))
        transaction.set_rollback(True)
    return seconds


def _fill_years() -> None:
    """The newest statements again for the years before, the same amounts."""
    newest = FinancialStatement.objects.order_by("-fiscal_year").values_list(
        "fiscal_year", flat=True
    )
    fields = [str(f.column) for f in FinancialStatement._meta.concrete_fields if not f.primary_key]
    shifted = {
        "fiscal_year": "known.fiscal_year - back",
        "accounting_year_end": "(known.accounting_year_end - make_interval(years => back))::date",
    }
    values = ", ".join(shifted.get(name, f"known.{name}") for name in fields)
    with connection.cursor() as cursor:
        sql = _STATEMENTS.format(names=", ".join(fields), values=values)
        cursor.execute(sql, [YEARS - 1, newest[0]])


def _lines() -> dict[str, bytes]:
    """What a recomputation writes, by table: a reading for each institution, and two events, of
    the new one and of the one that ends."""
    readings = WatchReading.objects.standing().values("pk")
    events = WatchReading.pgh_event_model.objects.filter(pgh_obj__in=readings)  # type: ignore[attr-defined]
    event_lines = _copied(events)
    return {
        WatchReading._meta.db_table: _copied(WatchReading.objects.standing()),
        events.model._meta.db_table: event_lines + event_lines,
    }


def _copied(rows: Any) -> bytes:
    target = BytesIO()
    query, params = rows.order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({cursor.mogrify(query, params).decode()}) TO STDOUT", target)
    return target.getvalue()


def _create_limit_tables(tables: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS {LIMIT}{table}")
            cursor.execute(f"CREATE TABLE {LIMIT}{table} AS SELECT * FROM {table} WITH NO DATA")


def _read_and_copy(lines: Mapping[str, bytes]) -> None:
    for rows in _rows_read():
        read = rows.iterator(ROWS_PER_READ)
        while list(islice(read, ROWS_PER_READ)):
            pass
    with connection.cursor() as cursor:
        for table, copied in lines.items():
            cursor.copy_expert(f"COPY {LIMIT}{table} FROM STDIN", BytesIO(copied))
            cursor.execute(f"TRUNCATE {LIMIT}{table}")


def _rows_read() -> Iterator[Any]:
    """The columns that a recomputation asks for."""
    yield FinancialStatement.objects.order_by("institution_id", "fiscal_year").values_list(
        "institution_id", "fiscal_year", "accounting_year_end", *AMOUNTS
    )
    yield YearFacts.objects.values_list(
        "institution_id", "fiscal_year", "accounting_year_end", *DATES, "opinion"
    )
    yield Assessment.objects.exclude(defect_status="").values_list(
        "institution_id", "fiscal_year", "defect_status"
    )
    yield StandingChange.objects.values_list("institution_id", "standing", "effective_on")
    yield Institution.objects.values_list("pk", "type__code")
    yield FurtherFigures.objects.values_list("institution_id", "fiscal_year", *FURTHER)
    yield DefectFacts.objects.values_list("institution_id", "fraud", "repeated", "earliest_due_on")
    yield WatchReading.objects.standing().values_list(
        "institution_id", "rank", "digest", "alerted", *(f"alert__{name}" for name in TOLD)
    )
