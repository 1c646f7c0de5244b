"""The assessment form on paper: blank and filled, of one and of an office."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coops.choices import DefectStatus
from coops.models import RuleSet
from coops.reports import AssessmentForm
from coops.selectors.paper_form import blank_form, filled_form
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import User
from tests.coops.facts import cooperative, group
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.documents.pdf_reading import extracted, one_line

pytestmark = pytest.mark.django_db
AS_OF = datetime(2024, 10, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def report() -> AssessmentForm:
    found = find_report("assessment-form")
    assert isinstance(found, AssessmentForm)
    return found


def printed(report: AssessmentForm, user: User, target: Path, **params: Any) -> str:
    context = report.context(user, {"fiscal_year": 2566, **params}, AS_OF)
    render(report, context, Format.PDF, target)
    return one_line(extracted(target).replace("\u00a0", " "))


@pytest.mark.parametrize(
    ("kind", "sector", "indicators"),
    [
        ("cooperative", "agricultural", 18),
        ("cooperative", "non_agricultural", 17),
        ("farmer_group", "", 17),
    ],
)
def test_blank_form_has_every_indicator_and_nothing_filled(
    kind: str, sector: str, indicators: int
) -> None:
    form = blank_form(RuleSet.objects.of(kind, sector, 2566).get())
    rows = [row for part in form.dimensions for row in part.rows]

    assert len(rows) == indicators
    assert sum(row.maximum for row in rows) == 100
    assert not any(row.points for row in rows)
    assert not form.total
    labels = [label for label, _ in form.conditions]
    assert ("จำนวนวันที่จัดทำงบการเงิน" in labels) == (kind == "farmer_group")
    assert form.signs == ("ผู้ประเมิน", "หัวหน้ากลุ่ม", "สหกรณ์จังหวัด")


def test_filled_form_shows_facts_and_result() -> None:
    facts = cooperative("82.5", defects=DefectStatus.RESOLVED)
    form = filled_form(make_assessment(make_institution(name="สหกรณ์ ก"), facts))

    assert ("ชื่อ", "สหกรณ์ ก") in form.heading
    assert form.dimensions[0].points == "30"
    assert (form.total, form.result) == ("82.5", "ชั้น 1")
    assert ("สถานะข้อบกพร่อง", "แก้ไขแล้วเสร็จสมบูรณ์") in form.conditions
    assert form.signs[-1] == "สหกรณ์จังหวัดเชียงใหม่"


def test_unfinished_form_leaves_lines_open() -> None:
    form = filled_form(make_assessment())

    assert (form.total, form.result, form.dimensions[0].points) == ("", "ข้อมูลยังไม่ครบ", "")


@pytest.mark.usefixtures("assets")
def test_office_is_printed_whole_each_form_on_its_own_page(
    report: AssessmentForm, officer: User, tmp_path: Path
) -> None:
    make_assessment(make_institution(name="สหกรณ์หนึ่ง"), cooperative("80"))
    make_assessment(make_group(name="กลุ่มสอง"), group())
    make_assessment(make_institution("51", name="สหกรณ์ที่อื่น"), cooperative())
    text = printed(report, officer, tmp_path / "office.pdf", office="50")

    assert "สหกรณ์หนึ่ง" in text
    assert "กลุ่มสอง" in text
    assert "สหกรณ์ที่อื่น" not in text
    assert text.count("หัวหน้ากลุ่ม") == 2


@pytest.mark.usefixtures("assets")
def test_many_forms_are_laid_out_in_pieces_with_one_numbering(
    report: AssessmentForm, officer: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coops.reports.assessment_form.FORMS_AT_ONCE", 1)
    for _ in range(2):
        make_assessment(facts=cooperative("80"))
    text = printed(report, officer, tmp_path / "pieces.pdf", office="50")

    pages = text.count("ข้อมูล ณ วันที่")
    assert pages >= 2
    assert f"จาก {'๐๑๒๓๔๕๖๗๘๙'[pages]}" in text


@pytest.mark.usefixtures("assets")
def test_blank_and_single_form_are_printed(
    report: AssessmentForm, officer: User, tmp_path: Path
) -> None:
    row = make_assessment(make_institution(name="สหกรณ์เดียว"), cooperative("80"))
    single = printed(
        report, officer, tmp_path / "one.pdf", registration_no=row.institution.registration_no
    )
    blank = printed(report, officer, tmp_path / "blank.pdf", blank="cooperative-agricultural")

    assert "สหกรณ์เดียว" in single
    assert "( ) ใช่ ( ) ไม่ใช่" in blank


def test_form_of_another_office_is_not_found(report: AssessmentForm, outsider: User) -> None:
    row = make_assessment()
    with pytest.raises(ReportError, match="ไม่พบแบบประเมินตามที่เลือก"):
        report.context(
            outsider,
            {"fiscal_year": 2566, "registration_no": row.institution.registration_no},
            AS_OF,
        )


@pytest.mark.parametrize(
    "params",
    [{}, {"blank": "farmer_group", "office": "50"}, {"office": "50", "registration_no": "x"}],
)
def test_exactly_one_choice_is_wanted(
    report: AssessmentForm, officer: User, params: dict[str, str]
) -> None:
    form = report.params_form({"fiscal_year": "2566", **params}, user=officer)

    assert form.errors == {"__all__": ["เลือกอย่างเดียว: แบบเปล่า หน่วยงาน หรือเลขทะเบียน"]}
