"""The nation's signals over ten years of statements, beside reading and writing the same bytes."""

from io import BytesIO
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.measure import Result, alternating, timed
from coops.models import Assessment, FinancialStatement, Institution, StandingChange, YearFacts
from coops.selectors.warning_facts import AMOUNTS, DATES, ROWS_PER_READ
from early_warning.models import WatchReading
from early_warning.services.readings import readings_follow

YEARS, ROUNDS = 10, 3
LIMIT_TABLE = "bench_readings"
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
    _create_limit_table()
    ours, limit = alternating(
        lambda: timed(_recompute), lambda: timed(lambda: _read_and_copy(lines)), ROUNDS
    )
    statements = FinancialStatement.objects.count()
    note = (
        f"{WatchReading.objects.standing().count():,} institutions, {statements:,} statements of "
        f"{YEARS} years; every reading is new; limit: the same rows read into Python, "
        f"{len(lines) // 1024:,} KiB written by COPY into a table without triggers"
    )
    return Result(name, ours, limit, "s", note)


def _recompute() -> None:
    """As after a new version of the bounds: every institution gets another row. Taken back."""
    with transaction.atomic():
        WatchReading.objects.standing().update(digest="")
        readings_follow(actor=None, today=timezone.localdate())
        transaction.set_rollback(True)


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


def _lines() -> bytes:
    target = BytesIO()
    with connection.cursor() as cursor:
        query = "SELECT * FROM early_warning_watchreading WHERE until IS NULL"
        cursor.copy_expert(f"COPY ({query}) TO STDOUT", target)
    return target.getvalue()


def _create_limit_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {LIMIT_TABLE}")
        cursor.execute(
            f"CREATE TABLE {LIMIT_TABLE} AS SELECT * FROM early_warning_watchreading WITH NO DATA"
        )


def _read_and_copy(lines: bytes) -> None:
    for rows in (
        FinancialStatement.objects.order_by("institution_id", "fiscal_year").values_list(
            "institution_id", "fiscal_year", "accounting_year_end", *AMOUNTS
        ),
        YearFacts.objects.values_list(
            "institution_id", "fiscal_year", "accounting_year_end", *DATES, "opinion"
        ),
        Assessment.objects.exclude(defect_status="").values_list(
            "institution_id", "fiscal_year", "defect_status"
        ),
        StandingChange.objects.values_list("institution_id", "standing", "effective_on"),
        Institution.objects.values_list("pk", "type__code"),
    ):
        read = rows.iterator(ROWS_PER_READ)
        while list(islice(read, ROWS_PER_READ)):
            pass
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {LIMIT_TABLE} FROM STDIN", BytesIO(lines))
        cursor.execute(f"TRUNCATE {LIMIT_TABLE}")
