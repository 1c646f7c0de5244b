"""One result, told by page, API, XLSX and PDF: everywhere the same value and points."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.models import User
from cpd_portal.thai.numerals import to_arabic_digits
from kpis.reports.kpi_sheet import KpiSheetReport
from kpis.reports.measurements import MeasurementsReport
from tests.api.conftest import TokenClient
from tests.conftest import UserMaker
from tests.documents.pdf_reading import extracted, one_line
from tests.kpis.entered import Desk

SignIn = Callable[[User], Client]
CASES = [(4, "80271", "96.96"), (8, "3500", "66.97"), (5, "43.0778", "50.00")]


@pytest.mark.parametrize(("number", "value", "points"), CASES)
def test_every_way_out_tells_the_same_points(
    client_of: SignIn,
    make_user: UserMaker,
    executive: User,
    tmp_path: Path,
    number: int,
    value: str,
    points: str,
) -> None:
    Desk(make_user).frozen(number, value)
    client = client_of(executive)
    for address in ("", f"{number}/", f"{number}/12m/", "rounds/12m/"):
        assert points in client.get(f"/kpis/2567/{address}").content.decode(), address
    api = TokenClient(executive).get(f"/api/v1/kpis/2567/{number}/measurements/12m/").json()
    assert api["measurement"]["score"] == points
    assert points in xlsx(executive, tmp_path)
    assert points in sheet(executive, number, tmp_path)


def xlsx(user: User, folder: Path) -> list[str]:
    target = folder / "measurements.xlsx"
    report = MeasurementsReport()
    render(report, report.context(user, {}, timezone.now()), Format.XLSX, target)
    cells = load_workbook(target).worksheets[0].iter_rows(values_only=True)
    return [f"{cell:.2f}" for row in cells for cell in row if isinstance(cell, int | float)]


def sheet(user: User, number: int, folder: Path) -> str:
    target = folder / "sheet.pdf"
    report = KpiSheetReport()
    render(report, report.context(user, {"number": number}, timezone.now()), Format.PDF, target)
    return to_arabic_digits(one_line(extracted(target)))
