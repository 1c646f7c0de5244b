"""The workbook that is imported: 11,300 × 30, of the sample's institutions."""

from io import BytesIO
from itertools import islice
from random import Random
from typing import Any

from openpyxl import Workbook

from benchmarks.statement_form import AMOUNTS, SHEET, SOURCE, TITLES, register
from coops.models import Institution, register_keys
from cpd_portal.core.imports.staging import copy_into

ROWS = 11_300
FISCAL_YEAR = 2590
"""No statement of that year is stored."""


def statement_workbook() -> bytes:
    """As Excel writes it: one sheet, amounts as numbers."""
    _fill_register()
    rng = Random(FISCAL_YEAR)
    book = Workbook(write_only=True)
    page = book.create_sheet(SHEET.name)
    page.append(list(TITLES.values()))
    for row in islice(register(), ROWS):
        page.append(
            [
                row.number,
                *row.words.values(),
                "31/3/2590",
                *_amounts(rng),
                "1/6/2590",
                "ผู้สอบบัญชีตัวอย่าง",
                SOURCE,
            ]
        )
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _fill_register() -> None:
    """The sample has some fewer: the first ones again, under other numbers."""
    lacking = ROWS - Institution.objects.count()
    columns = [field.attname for field in Institution._meta.concrete_fields if field.name != "id"]
    rows = Institution.objects.order_by("pk").values(*columns)[: max(lacking, 0)]
    copy_into(Institution, (_again(row) for row in rows))


def _again(row: dict[str, Any]) -> dict[str, Any]:
    number = f"{row['registration_no']}-ซ้ำ"
    return {**row, "registration_no": number, **register_keys(row["name"], number)}


def _amounts(rng: Random) -> list[float]:
    """In satang, so that the sums are exact; in the order of the columns."""
    parts = {
        name: rng.randrange(10_000_000_000)
        for name in ("current_assets", "other_assets", "current_liabilities", "income")
    }
    assets = parts["current_assets"] + parts["other_assets"]
    current_liabilities = assets // 3
    other_liabilities = assets // 7
    equity = assets - current_liabilities - other_liabilities
    income = parts["income"]
    expenses = income // 2
    values = {
        "current_assets": parts["current_assets"],
        "other_assets": parts["other_assets"],
        "total_assets": assets,
        "current_liabilities": current_liabilities,
        "other_liabilities": other_liabilities,
        "total_liabilities": current_liabilities + other_liabilities,
        "share_capital": equity // 2,
        "reserves": equity // 4,
        "other_equity": equity - equity // 2 - equity // 4,
        "total_equity": equity,
        "income": income,
        "expenses": expenses,
        "net_profit": income - expenses,
        "operating_expenses": expenses // 2,
        "receivables_due": income // 5,
        "receivables_paid_on_time": income // 6,
    }
    return [values[name] / 100 for name in AMOUNTS]
