"""The fact sheet of an office's province, district by district."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coops.choices import Standing
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import User
from cpd_portal.home.reports import DistrictSheet
from tests.coops.facts import cooperative, group
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.inspection.rows import make_defect

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


def _rows(user: User, office: str = "50") -> dict[Any, tuple[Any, ...]]:
    report = DistrictSheet()
    context = report.context(user, {"office": office, "fiscal_year": 2567}, AS_OF)
    return {row[0]: tuple(row[1:]) for row in report.rows(context)}


def test_each_district_counts_what_operates_there(officer: User) -> None:
    first = make_institution("50", district="แม่ริม")
    make_assessment(first, facts=cooperative(), fiscal_year=2567)
    make_assessment(make_group(district="แม่ริม"), facts=group(), fiscal_year=2567)
    make_institution("50", district="ฝาง")
    make_institution("50", district="ฝาง", standing=Standing.DISSOLVED)
    make_institution("51", district="แม่ริม")
    make_defect(first)

    rows = _rows(officer)

    assert list(rows) == ["ฝาง", "แม่ริม", "รวม"]
    assert rows["ฝาง"] == (1, 0, 0, 0, 0, 1, 0, 0, 0)
    assert rows["แม่ริม"][:2] == (1, 1)
    assert sum(rows["แม่ริม"][2:6]) == 2
    assert rows["แม่ริม"][6] == 1
    assert rows["รวม"] == tuple(map(sum, zip(rows["ฝาง"], rows["แม่ริม"], strict=True)))


def test_what_has_no_district_stands_last_and_says_so(officer: User) -> None:
    make_institution("50", district="")
    make_institution("50", district="สันทราย")

    assert list(_rows(officer)) == ["สันทราย", "ไม่ได้บันทึกอำเภอ", "รวม"]


def test_another_office_is_refused(officer: User) -> None:
    with pytest.raises(ReportError, match="ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี"):
        _rows(officer, "51")


@pytest.mark.parametrize("form", [Format.PDF, Format.XLSX, Format.CSV])
def test_sheet_is_made_in_each_format(officer: User, tmp_path: Path, form: Format) -> None:
    make_assessment(make_institution("50", district="แม่ริม"), facts=cooperative(), fiscal_year=2567)
    report = DistrictSheet()
    context = report.context(officer, {"office": "50", "fiscal_year": 2567}, AS_OF)
    target = tmp_path / f"sheet.{form}"

    render(report, context, form, target)

    assert target.stat().st_size > 100
