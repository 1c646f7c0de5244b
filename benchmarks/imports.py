"""Importing a workbook of the whole country: beside reading and COPY alone, and beside a plain
django-import-export resource."""

import csv
import resource
from functools import cache
from io import BytesIO, StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from python_calamine import CalamineWorkbook

from benchmarks.measure import Result, alternating, timed
from benchmarks.statement_form import (
    ACTION,
    AMOUNTS,
    ENDED,
    NUMBER,
    SHEET,
    SOURCED_ON,
    STATEMENT_FORM,
)
from benchmarks.workbooks import FISCAL_YEAR, ROWS, statement_workbook
from coops.models import FinancialStatement, Institution
from cpd_portal.core.imports import registry
from cpd_portal.core.imports.services import import_check, import_confirm
from cpd_portal.core.models import OrgUnit, User

NAME = "งบการเงิน.xlsx"
ROUNDS = 5
LIMIT_TABLE = "bench_limit"

workbook = cache(statement_workbook)


def import_vs_limit(name: str) -> Result:
    registry.register(STATEMENT_FORM)
    _create_limit_table()
    ours, limit = alternating(_ours, _limit, ROUNDS)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    note = (
        f"preview and commit of {ROWS:,} × {len(SHEET.columns)}, one event for each row; limit: "
        f"calamine to Python and COPY of these rows; peak memory of the process {memory} MB"
    )
    return Result(name, ours, limit, "s", note)


def import_vs_import_export(name: str) -> Result:
    registry.register(STATEMENT_FORM)
    ours, plain = alternating(_ours, _import_export, 1)
    note = f"preview and commit of {ROWS:,} × {len(SHEET.columns)}; plain ModelResource, xlsx"
    return Result(name, ours, plain, "s", note)


def _ours() -> float:
    """Choosing the file and confirming, as the pages do."""
    _remove_statements()
    actor = User.objects.get(username="planner")
    office = OrgUnit.objects.get(code="cpd")
    upload = SimpleUploadedFile(NAME, workbook())

    def run() -> None:
        checked = import_check(
            actor=actor,
            form=STATEMENT_FORM,
            office=office,
            fiscal_year=FISCAL_YEAR,
            upload=upload,
        )
        import_confirm(actor=actor, checked=checked)

    seconds = timed(run)
    _require_events()
    return seconds


def _require_events() -> None:
    events = FinancialStatement.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_context__action=ACTION, fiscal_year=FISCAL_YEAR
    )
    stored = FinancialStatement.objects.of_year(FISCAL_YEAR).count()
    if (stored, events.count()) != (ROWS, ROWS):
        raise AssertionError(f"{stored} rows stored, {events.count()} events")


def _limit() -> float:
    def run() -> None:
        book = CalamineWorkbook.from_filelike(BytesIO(workbook()))
        lines = book.get_sheet_by_name(SHEET.name).to_python()[1:]
        text = StringIO()
        csv.writer(text).writerows(lines)
        text.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {LIMIT_TABLE} FROM STDIN WITH (FORMAT csv)", text)

    seconds = timed(run)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {LIMIT_TABLE}")
    return seconds


def _create_limit_table() -> None:
    types = {key: "numeric(16, 2)" for key in AMOUNTS}
    columns = ", ".join(
        f"{column.key} {types.get(column.key, 'text')}" for column in SHEET.columns
    )
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {LIMIT_TABLE} ({columns})")


def _import_export() -> float:
    """A resource as its documentation begins: one model, its fields, nothing tuned."""
    from import_export import fields, resources, widgets  # only this benchmark needs it
    from import_export.formats.base_formats import XLSX

    class StatementResource(resources.ModelResource):
        institution = fields.Field(
            "institution", NUMBER, widgets.ForeignKeyWidget(Institution, "registration_no")
        )

        class Meta:
            model = FinancialStatement
            fields = ("institution", "fiscal_year", ENDED, SOURCED_ON, "sourced_by", *AMOUNTS)
            import_id_fields = ("institution", "fiscal_year")

    def run() -> None:
        for dry_run in (True, False):
            dataset = XLSX().create_dataset(workbook())
            dataset.headers = [column.key for column in SHEET.columns]
            _with_plain_values(dataset)
            result: Any = StatementResource().import_data(
                dataset, dry_run=dry_run, raise_errors=True, use_transactions=True
            )
            if result.totals["new"] != ROWS:
                raise AssertionError(result.totals)

    _remove_statements()
    return timed(run)


def _with_plain_values(dataset: Any) -> None:
    """What the resource knows nothing of: the year, and dates in the Buddhist era."""
    dataset.append_col([FISCAL_YEAR] * len(dataset), header="fiscal_year")
    for key in (ENDED, SOURCED_ON):
        del dataset[key]
        dataset.append_col(["2047-03-31"] * len(dataset), header=key)


def _remove_statements() -> None:
    """With its events, outside of what is timed."""
    tables = (FinancialStatement._meta.db_table, f"{FinancialStatement._meta.db_table}event")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table} WHERE fiscal_year = %s", [FISCAL_YEAR])
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM ANALYZE {table}")
