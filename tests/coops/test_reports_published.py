"""The published tables: the figures of the pages, the sums of their rows, both denominators."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from coops import selectors
from coops.choices import Kind, Sector, Standing
from coops.models import Assessment
from coops.reports.published.tables import PublishedContext, PublishedReport
from coops.rules import Facts
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.failures import failures
from coops.selectors.places import Measure, figures, ranking
from cpd_portal.core.choices import OrgUnitKind
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError, Row
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.dates import format_date
from tests.coops.facts import cooperative, group
from tests.coops.history import recorded_on
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.documents.pdf_reading import extracted, one_line

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
BY_PLACE = ("region", "province", "type")
EVERY = (
    *(f"published-strength-by-{place}" for place in BY_PLACE),
    "published-failing",
    "published-ranking",
    "published-five-years",
)
AGRICULTURAL = {"fiscal_year": 2566, "kind": "cooperative", "sector": "agricultural"}


def report_of(identifier: str) -> PublishedReport:
    found = find_report(identifier)
    assert isinstance(found, PublishedReport)
    return found


def context_of(identifier: str, user: User, **params: Any) -> PublishedContext:
    return report_of(identifier).context(user, params, AS_OF)


def rows_of(identifier: str, user: User, **params: Any) -> list[Row]:
    report = report_of(identifier)
    return list(report.rows(report.context(user, params, AS_OF)))


def text_of_pdf(identifier: str, user: User, folder: Path, **params: Any) -> str:
    report, target = report_of(identifier), folder / "r.pdf"
    render(report, report.context(user, params, AS_OF), Format.PDF, target)
    assert "/StructTreeRoot" in PdfReader(target).root_object
    return one_line(extracted(target))


@pytest.fixture
def population() -> list[Assessment]:
    """Chiang Mai with tiers 1, 2, 3, a new one and an open one; Lamphun with tier 1; groups."""
    facts = (
        cooperative("90"),
        cooperative("60", loss=(False, True)),
        cooperative("20"),
        Facts(Standing.NEW),
        None,
    )
    rows = [make_assessment(make_institution(), one) for one in facts]
    rows.append(make_assessment(make_institution("51"), cooperative("90")))
    rows.append(make_assessment(make_institution("51", type="savings"), cooperative("20")))
    rows.append(make_assessment(make_group(), group("90")))
    return rows


@pytest.fixture
def region() -> OrgUnit:
    """Chiang Mai alone is in it."""
    root = OrgUnit.objects.get(parent=None)
    found = OrgUnit.objects.create(
        code="r15",
        name="เขตตรวจราชการทดสอบ",
        short_name="เขตทดสอบ",
        kind=OrgUnitKind.INSPECTION_REGION,
        parent=root,
        path=f"{root.path}r15/",
        name_sort="x",
    )
    OrgUnit.objects.filter(code="50").update(parent=found, path=f"{found.path}50/")
    return found


@pytest.mark.usefixtures("population", "region")
@pytest.mark.parametrize("place", BY_PLACE)
def test_rows_add_up_to_the_total_which_is_the_pages_figure(executive: User, place: str) -> None:
    context = context_of(f"published-strength-by-{place}", executive, fiscal_year=2566)

    assert len(context.sections) == 3
    shares = {6, 7}
    for section, page in zip(
        context.sections, selectors.strength_of_populations(executive, 2566), strict=True
    ):
        assert section.total is not None
        for column in set(range(1, 12)) - shares:
            assert section.total[column] == sum(row[column] for row in section.rows)  # type: ignore[misc]
        assert section.title == page.title
        assert section.total[1:3] == (page.population, page.classified)
        assert section.total[5:7] == (page.strong.count, page.strong.share)


@pytest.mark.usefixtures("population", "region")
def test_shares_are_of_all_and_of_those_assessed(executive: User) -> None:
    rows = rows_of("published-strength-by-region", executive, **AGRICULTURAL)
    shown = {row[1]: (row[2], row[3], row[6], row[7], row[8]) for row in rows}

    assert shown == {
        "เขตตรวจราชการทดสอบ": (5, 3, 2, Decimal("40.00"), Decimal("66.67")),
        "ไม่ได้จัดเขตตรวจราชการ": (1, 1, 1, Decimal("100.00"), Decimal("100.00")),
        "รวม": (6, 4, 3, Decimal("50.00"), Decimal("75.00")),
    }


@pytest.mark.usefixtures("population")
def test_failing_is_what_the_page_says_with_both_shares(executive: User) -> None:
    rows = rows_of("published-failing", executive, **AGRICULTURAL)
    choice = AnalysisChoice(fiscal_year=2566, sector=Sector.AGRICULTURAL)
    (page,) = failures(executive, choice)

    assert [row[4] for row in rows] == [one.tier_1.count for one in page.conditions]
    assert [row[8] for row in rows] == [one.tier_2.share for one in page.conditions]
    loss = next(row for row in rows if row[1] == "ผลประกอบการ")
    assert loss[2:7] == (6, 4, 1, Decimal("25.00"), Decimal("16.67"))


def test_ranking_takes_ten_large_enough_at_each_end(executive: User) -> None:
    for number, office in enumerate(("50", "51", "52", "53")):
        for _ in range(3 if office != "53" else 2):
            make_assessment(make_institution(office), cooperative("90" if number else "20"))
    make_assessment(make_institution("52"), cooperative("20"))

    asked = {**AGRICULTURAL, "smallest": 3}
    rows = rows_of("published-ranking", executive, **asked)
    offices = figures(
        Measure.STRONG,
        selectors.strength_by_place(
            executive, 2566, Kind.COOPERATIVE, Sector.AGRICULTURAL
        ).offices,
    )
    page = ranking(Measure.STRONG, offices, most=10, smallest=3)

    assert [(row[1], row[2], row[3]) for row in rows] == [
        ("สูงสุด", 1, page.best[0].place.name),
        ("ต่ำสุด", 1, page.worst[0].place.name),
    ]
    assert (rows[0][3], rows[0][7]) == ("สสจ.ลำพูน", Decimal("100.00"))
    assert (rows[1][3], rows[1][7]) == ("สสจ.เชียงใหม่", Decimal("0.00"))
    assert rows_of("published-ranking", executive, **AGRICULTURAL) == []


def test_year_without_data_says_so_and_is_no_zero(executive: User) -> None:
    make_assessment(make_institution(), cooperative("20"), fiscal_year=2566)
    make_assessment(make_institution(), cooperative("90"), fiscal_year=2567)
    asked = {**AGRICULTURAL, "fiscal_year": 2567}
    rows = rows_of("published-five-years", executive, **asked)

    assert [(row[1], row[3], row[10], row[12]) for row in rows] == [
        ("2563", None, None, None),
        ("2564", None, None, None),
        ("2565", None, None, None),
        ("2566", 1, Decimal("0.00"), None),
        ("2567", 1, Decimal("100.00"), Decimal("100.00")),
    ]
    assert [row[2] for row in rows[:3]] == ["ไม่มีข้อมูล"] * 3


@pytest.mark.parametrize("identifier", EVERY)
def test_table_as_of_a_day_holds_what_stood_then(executive: User, identifier: str) -> None:
    """Two institutions, of which the second was entered later; the first had no tier then."""
    first = make_assessment(make_institution(), cooperative("90"))
    recorded_on(first, date(2024, 3, 1), tier=3)
    recorded_on(make_assessment(make_institution(), cooperative("90")), date(2024, 5, 1))
    asked = {**AGRICULTURAL, "as_of": "2024-04-01", "smallest": 1}

    report = report_of(identifier)
    context = report.context(executive, asked, AS_OF)
    then, now = list(report.rows(context)), rows_of(identifier, executive, **AGRICULTURAL)

    # One office is no ranking: nobody stands on both lists.
    assert then != now or identifier == "published-ranking"
    assert f"ผล ณ {format_date(date(2024, 4, 1))}" in context.title
    assert context.as_of == datetime(2024, 4, 1, 16, 59, tzinfo=UTC)
    if identifier.startswith("published-strength"):
        assert (then[-1][2], then[-1][6], now[-1][2], now[-1][6]) == (1, 0, 2, 2)


@pytest.mark.usefixtures("population")
@pytest.mark.parametrize("identifier", EVERY)
def test_others_offices_are_not_counted(officer: User, identifier: str) -> None:
    """Lamphun and its savings cooperative are not the officer's."""
    context = context_of(identifier, officer, fiscal_year=2566, smallest=1)

    assert context.scope == "เฉพาะหน่วยงานที่ผู้ขอดูได้"
    words = [cell for row in report_of(identifier).rows(context) for cell in row]
    assert "ลำพูน" not in " ".join(str(word) for word in words)
    wholes = [section.total[1] for section in context.sections if section.total]
    assert wholes in ([], [5, 1])


@pytest.mark.parametrize("identifier", EVERY)
def test_day_before_the_first_entry_is_refused_with_the_reason(
    executive: User, identifier: str
) -> None:
    recorded_on(make_assessment(facts=cooperative("90")), date(2024, 4, 1))

    with pytest.raises(ReportError) as refused:
        context_of(identifier, executive, fiscal_year=2566, as_of="2024-03-01")
    before, since = format_date(date(2024, 3, 1)), format_date(date(2024, 4, 1))
    assert refused.value.message == f"ไม่ทราบผลของปี 2566 ณ {before} มีการบันทึกตั้งแต่ {since}"


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"as_of": "31/2/2567"}, "as_of", "ไม่มีวันที่ 31 กุมภาพันธ์ พ.ศ. 2567 (ค.ศ. 2024)"),
        ({"as_of": "1/1/2600"}, "as_of", "วันนี้ยังมาไม่ถึง เลือกวันที่ไม่เกินวันนี้"),
        ({"kind": "club"}, "kind", "ไม่มีตัวเลือกนี้"),
        ({"smallest": "0"}, "smallest", "ต้องเป็นจำนวนเต็ม 1 ถึง 1000"),
        ({"smallest": "ten"}, "smallest", "ต้องเป็นจำนวนเต็ม 1 ถึง 1000"),
    ],
)
def test_parameters_are_checked(
    executive: User, given: dict[str, str], field: str, message: str
) -> None:
    form = report_of("published-ranking").params_form(given, user=executive)
    assert form.errors[field] == [message]


@pytest.mark.usefixtures("population")
@pytest.mark.parametrize("identifier", EVERY)
def test_paper_names_population_denominators_and_stamp(
    executive: User, identifier: str, tmp_path: Path
) -> None:
    text = text_of_pdf(identifier, executive, tmp_path, fiscal_year=2566)

    assert "สหกรณ์ภาคการเกษตร" in text
    assert "กลุ่มเกษตรกร" in text
    assert "ร้อยละของที่ประเมินแล้วคิดจากเฉพาะแห่งที่มีชั้น" in text.replace(" ", "")
    assert "ข้อมูล ณ วันที่ ๕ มกราคม ๒๕๖๙" in text
