"""The book of the plan: its status and a sheet of each project."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.models import User
from strategy.models import Project
from strategy.reports import PlanBook
from tests.documents.pdf_reading import extracted, one_line
from tests.strategy.test_reports import AS_OF

pytestmark = pytest.mark.django_db


def test_book_holds_the_status_and_every_project(officer: User, tmp_path: Path) -> None:
    book = PlanBook()
    context = book.context(officer, {}, AS_OF)
    render(book, context, Format.ZIP, tmp_path / "x.zip")

    with ZipFile(tmp_path / "x.zip") as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    codes = set(Project.objects.values_list("code", flat=True))
    assert len(codes) == 14
    assert names[0] == "00 สถานะแผน.pdf"
    assert {name.removesuffix(".pdf").split()[-1] for name in names[1:]} == codes
    assert book.row_count(context) == len(names)
    assert "โครงการที่ 5.8" in one_line(extracted(tmp_path / "โครงการ 5.8.pdf"))
