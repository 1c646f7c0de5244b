"""One archive with the book of every office in reach."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from coops.reports import OfficeBooks, OfficeSummary
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import OrgUnit, User
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_institution
from tests.documents.pdf_reading import extracted, one_line

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


@pytest.fixture
def two_offices() -> None:
    make_assessment(make_institution(name="สหกรณ์เชียงใหม่ จำกัด"), cooperative("90"))
    make_assessment(make_institution("51", name="สหกรณ์ลำพูน จำกัด"), cooperative("20"))


@pytest.fixture
def chiang_mai_and_lamphun(executive: User) -> User:
    """Two of the 78 that an executive sees: enough for the archive."""
    return executive.seeing(OrgUnit.objects.filter(code__in=["50", "51"]))


def test_archive_holds_the_book_of_every_office_in_reach(
    two_offices: None, chiang_mai_and_lamphun: User, tmp_path: Path
) -> None:
    report, seen = OfficeBooks(), list[int]()
    context = report.context(chiang_mai_and_lamphun, {}, AS_OF)
    render(report, context, Format.ZIP, tmp_path / "x.zip", seen.append)

    assert context.title == "สมุดสรุปรายหน่วยงาน ปีงบประมาณ 2566"
    assert seen == [50, 95]
    with ZipFile(tmp_path / "x.zip") as archive:
        assert archive.namelist() == ["50 สสจ.เชียงใหม่ 2566.pdf", "51 สสจ.ลำพูน 2566.pdf"]
        archive.extractall(tmp_path)
    north = one_line(extracted(tmp_path / "50 สสจ.เชียงใหม่ 2566.pdf"))
    assert "สหกรณ์เชียงใหม่ จำกัด" in north
    assert "สหกรณ์ลำพูน จำกัด" not in north
    assert "ข้อมูล ณ วันที่ ๕ มกราคม ๒๕๖๙" in north


def test_archive_of_an_officer_holds_the_own_office_only(two_offices: None, officer: User) -> None:
    context = OfficeBooks().context(officer, {"fiscal_year": 2566}, AS_OF)
    assert [member.name for member in OfficeBooks().members(context)] == [
        "50 สสจ.เชียงใหม่ 2566.pdf"
    ]


def test_archive_of_an_executive_has_78_books(two_offices: None, executive: User) -> None:
    report = OfficeBooks()
    assert report.row_count(report.context(executive, {}, AS_OF)) == 78


def test_books_are_read_one_by_one(
    two_offices: None, chiang_mai_and_lamphun: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    context_of = OfficeSummary.context

    def noted(self: OfficeSummary, user: User, params: Any, as_of: datetime) -> Any:
        read.append(params["office"])
        return context_of(self, user, params, as_of)

    monkeypatch.setattr(OfficeSummary, "context", noted)
    report = OfficeBooks()
    members = report.members(report.context(chiang_mai_and_lamphun, {}, AS_OF))
    assert read == []
    next(members)
    assert read == ["50"]


def test_archive_without_results_says_so(executive: User) -> None:
    with pytest.raises(ReportError, match="^ยังไม่มีผลการประเมินในระบบ จึงจัดทำสมุดไม่ได้$"):
        OfficeBooks().context(executive, {}, AS_OF)


def test_archive_without_an_office_says_so(two_offices: None, officer: User) -> None:
    with pytest.raises(ReportError, match="^บัญชีนี้ไม่มีหน่วยงานในขอบเขต จึงไม่มีสมุดให้จัดทำ$"):
        OfficeBooks().context(officer.seeing([]), {}, AS_OF)
