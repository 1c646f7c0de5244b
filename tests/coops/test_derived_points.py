"""Points that follow from facts by the ladders in force."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coops.choices import DefectStatus
from coops.models import Assessment
from coops.services import assessment_save, defect_status_supply, refresh_derived
from cpd_portal.core.choices import Role, Round, SubmissionState
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import EntryPeriod, Submission, User
from tests.conftest import UserMaker
from tests.coops.accounting import make_facts, make_statement
from tests.coops.facts import cooperative
from tests.coops.ladders import (
    BOOKKEEPING,
    BOOKKEEPING_CHOICES,
    OF,
    RESERVE_BANDS,
    RESERVES,
    measured,
    propose,
    sign,
    workbook,
)
from tests.coops.pages import text_of
from tests.coops.rows import make_assessment, make_institution, make_official

pytestmark = pytest.mark.django_db

BOTH = (RESERVES, BOOKKEEPING)
SOURCE = "อัตราส่วนทุนสำรองต่อสินทรัพย์ 0.18\u00a0เท่า อยู่ในช่วง 0.1 ถึง 0.2 ได้ 1 คะแนน, เกณฑ์รุ่นที่ 2 ยังไม่ยืนยัน"


def fresh(assessment: Assessment) -> Assessment:
    assessment.refresh_from_db()
    return assessment


@pytest.fixture
def assessed() -> Assessment:
    """100 points are typed; the statement gives 1 of 2 for the reserves."""
    assessment = make_assessment(facts=cooperative("100"))
    make_statement(assessment.institution)
    return assessment


def test_shipped_ladders_leave_points_typed(assessed: Assessment) -> None:
    refresh_derived([assessed])

    assert "points/2.2" not in fresh(assessed).derived
    assert assessed.points["2.2"] == "2"


def test_signed_ladder_computes_points_total_and_source(
    assessed: Assessment, make_user: UserMaker
) -> None:
    sign(make_user)

    row = fresh(assessed)
    assert row.points["2.2"] == "1"
    assert row.total == Decimal(99)
    assert row.derived["points/2.2"] == SOURCE


def test_verified_ladder_says_so_in_its_choices(make_user: UserMaker) -> None:
    assessment = make_assessment(facts=cooperative("100"))
    make_facts(assessment.institution, bookkeeping="partial")

    sign(make_user, workbook(BOTH, RESERVE_BANDS, BOOKKEEPING_CHOICES))

    row = fresh(assessment)
    assert row.points["3.1"] == "2"
    assert row.derived == {
        "points/3.1": "การใช้เทคโนโลยีการบัญชี “ใช้บางระบบงาน” ได้ 2 คะแนน, เกณฑ์รุ่นที่ 2"
    }


def test_event_of_computed_points_names_ladder_and_signer(
    assessed: Assessment, make_user: UserMaker
) -> None:
    version = sign(make_user)

    event = assessed.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    assert event.pgh_context["action"] == "coops.points.derived"
    assert event.pgh_context["reason"] == "ลงนามบันไดคะแนนปี 2566 รุ่นที่ 2"
    version.refresh_from_db()
    assert event.pgh_context["actor"] == version.signed_by_id


def test_incomplete_ladder_leaves_points_typed(assessed: Assessment, make_user: UserMaker) -> None:
    unknown = [{**row, "points": None} for row in RESERVE_BANDS]

    sign(make_user, workbook(bands=unknown))

    assert fresh(assessed).points["2.2"] == "2"


def test_missing_fact_leaves_points_typed(make_user: UserMaker) -> None:
    assessment = make_assessment(facts=cooperative("100"))

    sign(make_user)

    assert fresh(assessment).points["2.2"] == "2"
    assert assessment.derived == {}


def test_changed_statement_changes_points(assessed: Assessment, make_user: UserMaker) -> None:
    sign(make_user)
    statement = assessed.institution.financial_statements.get()
    statement.reserves, statement.other_equity = Decimal(250_000), Decimal(50_000)
    statement.save()

    refresh_derived([assessed])

    assert fresh(assessed).points["2.2"] == "2"


def test_computed_point_cannot_be_typed(
    assessed: Assessment, make_user: UserMaker, officer: User
) -> None:
    sign(make_user)
    row = fresh(assessed)

    with pytest.raises(InvalidInput) as caught:
        assessment_save(
            actor=officer, assessment=row, version=row.version, changes={"points": {"2.2": "2"}}
        )

    assert caught.value.errors == [
        ("/points/2.2", f"ค่านี้มาจาก{SOURCE} แก้ที่นี่ไม่ได้ หากไม่ถูกต้องให้แก้ที่ต้นทาง")
    ]


def test_point_can_be_typed_again_when_the_ladder_is_taken_out(
    assessed: Assessment, make_user: UserMaker, officer: User
) -> None:
    sign(make_user)
    sign(make_user, workbook(({**RESERVES, "method": "กรอกเป็นคะแนน"},), ()))

    row = fresh(assessed)
    assert (row.derived.get("points/2.2"), row.points["2.2"]) == (None, "1")
    saved = assessment_save(
        actor=officer, assessment=row, version=row.version, changes={"points": {"2.2": "2"}}
    )
    assert saved.points["2.2"] == "2"


def test_sent_office_is_left_alone(assessed: Assessment, make_user: UserMaker) -> None:
    period, _ = EntryPeriod.objects.get_or_create(
        form="coops.strength",
        fiscal_year=2566,
        round=Round.TWELVE_MONTHS,
        defaults={"due_on": "2999-01-01", "source_note": "ทดสอบ"},
    )
    Submission.objects.create(
        period=period, office=assessed.office, state=SubmissionState.SUBMITTED
    )

    sign(make_user)

    assert fresh(assessed).points["2.2"] == "2"


def test_supplied_defect_status_moves_its_points(make_user: UserMaker) -> None:
    assessment = make_assessment(facts=cooperative("100"))
    labels = list(DefectStatus.labels)
    defects = {
        **BOOKKEEPING,
        "indicator": "4.1",
        "fact": "สถานะข้อบกพร่อง",
    }
    points = [15, 15, 8, 0, 0]
    choices = [
        {"of": OF, "indicator": "4.1", "value": label, "points": value}
        for label, value in zip(labels, points, strict=True)
    ]
    sign(make_user, workbook((defects,), (), choices))
    assert "points/4.1" not in fresh(assessment).derived

    defect_status_supply(
        actor=None,
        fiscal_year=2566,
        statuses={assessment.institution_id: DefectStatus.RESOLVED_MONITORING},
        source="ทะเบียนข้อบกพร่อง",
    )

    row = fresh(assessment)
    assert row.points["4.1"] == "8"
    assert row.defect_status == DefectStatus.RESOLVED_MONITORING
    assert row.total == Decimal(93)


def test_effects_are_counted_before_signing_and_nothing_is_stored(
    assessed: Assessment, make_user: UserMaker
) -> None:
    make_assessment(facts=cooperative("100"))

    proposal = measured(propose(make_user(Role.OFFICER, "agri")))

    assert proposal.effects == [
        ["มีคะแนนที่คำนวณจากบันได", "1\u00a0แห่ง"],
        ["คะแนนตัวชี้วัดเปลี่ยน", "1\u00a0แห่ง"],
        ["คะแนนรวมเปลี่ยน", "1\u00a0แห่ง"],
        ["ชั้นดีขึ้น", "0\u00a0แห่ง"],
        ["ชั้นลดลง", "0\u00a0แห่ง"],
        ["ข้อมูลครบขึ้นจนจัดชั้นได้", "0\u00a0แห่ง"],
        ["ปิดการกรอกแล้ว จึงไม่เปลี่ยน", "0\u00a0แห่ง"],
    ]
    assert fresh(assessed).points["2.2"] == "2"


def test_effects_count_tiers_that_fall(make_user: UserMaker) -> None:
    """80 points with full reserves: one point less is tier 2."""
    assessment = make_assessment(facts=cooperative("80"))
    make_statement(assessment.institution)
    assert assessment.tier == 1

    proposal = measured(propose(make_user(Role.OFFICER, "agri")))

    assert ["ชั้นลดลง", "1\u00a0แห่ง"] in (proposal.effects or [])


def test_queries_do_not_grow_with_institutions(
    make_user: UserMaker, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sign(make_user)
    rows = [make_assessment(make_institution()) for _ in range(12)]
    for row in rows:
        make_statement(row.institution)

    with django_assert_num_queries(16):
        assert refresh_derived(rows) == 12


def test_form_shows_computed_points_locked_with_their_source(
    assessed: Assessment, make_user: UserMaker, officer: User, client_of: Callable[[User], Client]
) -> None:
    sign(make_user)

    url = f"/coops/{assessed.institution.registration_no}/2566/assess/"
    page = text_of(client_of(officer).get(url).content)

    assert SOURCE.replace("\u00a0", " ") in page


def test_official_year_is_left_alone(assessed: Assessment, make_user: UserMaker) -> None:
    make_official(2566)

    sign(make_user)

    assert fresh(assessed).points["2.2"] == "2"
