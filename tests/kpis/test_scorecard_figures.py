"""The scorecard as versioned data: workbook, checks, signature, next year's copy."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.figures.services import figures_sign, figures_work, supersede
from cpd_portal.core.imports.table import SheetRow
from cpd_portal.core.models import User
from kpis.choices import SCORECARD_SET
from kpis.figures.content import scorecard_content
from kpis.figures.scorecard import SCORECARD, read
from kpis.figures.sheets import SHEETS, rows_of
from kpis.loading import load
from kpis.models import Criterion, CriterionTier, Kpi, KpiResult, Scorecard
from kpis.selectors.effects import scorecard_effects
from kpis.services import scorecard_clone, scorecard_open
from kpis.services.content import content_apply
from tests.conftest import UserMaker
from tests.kpis.entered import Desk

Content = dict[str, Any]


@pytest.fixture
def content(db: None) -> Content:
    version = version_in_force(SCORECARD_SET, 2567)
    assert version is not None
    return deepcopy(version.content)


def sheet_rows(content: Content) -> list[SheetRow]:
    rows = rows_of(content)
    return [
        SheetRow(sheet, number, cells)
        for sheet in SHEETS
        for number, cells in enumerate(rows[sheet.code], start=2)
    ]


def messages(content: Content, fiscal_year: int = 2567) -> list[tuple[str, int | None, str]]:
    found = read(fiscal_year, sheet_rows(content)).findings
    return [(finding.column, finding.row, finding.message) for finding in found]


def test_shipped_scorecard_reads_back_as_it_was_written(content: Content) -> None:
    reading = read(2567, sheet_rows(content))
    assert reading.findings == []
    assert scorecard_content(reading.content).model_dump(mode="json") == content


def test_shipped_version_is_unverified_and_names_its_source(content: Content) -> None:
    version = version_in_force(SCORECARD_SET, 2567)
    assert version is not None
    assert (version.number, version.verified, version.signed_by) == (1, False, None)
    assert version.source == "kpi_details_fy2567 บรรทัด 4-37"


def test_content_scores_as_the_tables_do(content: Content) -> None:
    whole = scorecard_content(content)
    for criterion in Criterion.objects.select_related("kpi").prefetch_related("tiers"):
        assert whole.rule(criterion.kpi.number, criterion.round) == criterion.rule


def test_weights_that_do_not_sum_are_refused(content: Content) -> None:
    content["kpis"][4]["weight"] = "19.5"
    assert messages(content) == [
        ("น้ำหนัก", None, "น้ำหนักของตัวชี้วัดรวมได้ 99.5 ต้องรวมได้ 100 พอดี"),
        ("น้ำหนัก", 2, "ตัวชี้วัดในส่วนที่ 1 รวมได้ 69.5 ไม่ตรงกับน้ำหนักของส่วน"),
    ]


def tier(content: Content, number: int, points: int, round: str = "12m") -> Content:
    found: Content = next(
        row
        for row in content["tiers"]
        if (row["kpi"], row["points"], row["round"]) == (number, points, round)
    )
    return found


@pytest.mark.parametrize(
    ("number", "points", "bound", "message"),
    [
        (5, 75, "43.08", "ตัวชี้วัดนี้ยิ่งมากยิ่งดี ค่าของขั้น 75 ต้องสูงกว่าค่าของขั้น 50 (43.08)"),
        (5, 100, "46", "ตัวชี้วัดนี้ยิ่งมากยิ่งดี ค่าของขั้น 100 ต้องสูงกว่าค่าของขั้น 75 (47)"),
        (8, 100, "3500", "ตัวชี้วัดนี้ยิ่งน้อยยิ่งดี ค่าของขั้น 100 ต้องต่ำกว่าค่าของขั้น 75 (3,441.85)"),
    ],
)
def test_tiers_out_of_order_for_the_direction_are_refused(
    content: Content, number: int, points: int, bound: str, message: str
) -> None:
    tier(content, number, points)["bound"] = bound
    found = messages(content)
    assert [(column, words) for column, _, words in found] == [("ค่าที่ต้องถึง", message)]


def change(sheet: str, position: int, **values: Any) -> Callable[[Content], None]:
    return lambda content: content[sheet][position].update(values)


def drop(sheet: str, position: int) -> Callable[[Content], None]:
    return lambda content: content[sheet].pop(position) and None


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (change("kpis", 0, weight="ห้า"), "ต้องเป็นตัวเลข"),
        (change("kpis", 0, group="9.9"), "ไม่มีกลุ่มที่ 9.9 ในแผ่นงานกลุ่ม"),
        (change("kpis", 0, owner="zzz"), "ไม่มีหน่วยงานส่วนกลางรหัส zzz"),
        (change("groups", 0, part="9"), "ไม่มีส่วนที่ 9 ในแผ่นงานส่วน"),
        (change("policies", 1, value="101"), "ต้องเป็นคะแนน 0 ถึง 100"),
        (change("policies", 3, value="9"), "ต้องเป็นจำนวนตำแหน่งทศนิยม 0 ถึง 6"),
        (
            change("policies", 6, value="average"),
            "เลือกจาก growth_of_sums, mean_of_percentages",
        ),
        (change("policies", 7, value="0"), "ต้องเป็นจำนวนเต็ม 1 ถึง 366 วัน"),
        (change("policies", 8, value="150.5"), "ต้องเป็นจำนวนเต็ม 1 ถึง 366 วัน"),
        (
            change("policies", 9, value="unqualified clean"),
            "เลือกจาก unqualified, qualified, adverse, disclaimer",
        ),
        (change("policies", 10, value="เจ็ดสิบ"), "ต้องเป็นจำนวนเต็ม 1 ถึง 9,999 แห่ง"),
        (change("policies", 11, value="6"), "ต้องเป็นจำนวนเต็ม 1 ถึง 5 ระดับ"),
        (drop("policies", 0), "ขาดนโยบาย “การคิดคะแนนระหว่างขั้น”"),
        (drop("tiers", 0), "ต้องมีขั้น 50, 75 และ 100 ครบในแผ่นงานขั้นของเกณฑ์"),
        (drop("result_parts", 0), "ไม่มีส่วนของผลของตัวชี้วัดและรอบนี้"),
        (lambda content: content["kpis"].append(content["kpis"][0]), "ซ้ำกับแถวก่อนหน้า"),
    ],
)
def test_bad_rows_are_named(
    content: Content, act: Callable[[Content], None], message: str
) -> None:
    act(content)
    assert message in [words for _, _, words in messages(content)]


def test_cell_with_an_unknown_word_is_refused(content: Content) -> None:
    rows = sheet_rows(content)
    kpi = next(row for row in rows if row.sheet.code == "kpis")
    rows[rows.index(kpi)] = SheetRow(kpi.sheet, 2, {**kpi.cells, "direction": "ขึ้น"})
    assert [finding.message for finding in read(2567, rows).findings] == ["ไม่รู้จักค่านี้"]


def without(content: Content, number: int) -> None:
    for sheet, key in (
        ("kpis", "number"),
        ("criteria", "kpi"),
        ("result_parts", "kpi"),
        ("tiers", "kpi"),
    ):
        content[sheet] = [row for row in content[sheet] if row[key] != number]


def test_kpi_with_a_result_cannot_be_removed(content: Content, make_user: UserMaker) -> None:
    Desk(make_user).enter()
    without(content, 4)
    content["kpis"][0]["weight"] = "15"
    assert [words for _, _, words in messages(content)] == [
        "ตัวชี้วัดที่ 4 มีผลบันทึกแล้ว นำออกหรือตัดรอบที่มีผลไม่ได้"
    ]


def test_effects_count_changed_criteria_and_scores(content: Content, make_user: UserMaker) -> None:
    desk = Desk(make_user)
    desk.frozen(5, "45.00")
    desk.enter(4, "80000.00")
    tier(content, 5, 75)["bound"] = "46"
    tier(content, 4, 75)["bound"] = "79000"
    effects = dict(scorecard_effects(2567, scorecard_content(content)))
    assert effects["เกณฑ์รายรอบที่เปลี่ยน"] == "2"
    assert effects["ผลที่บันทึกแล้วและคะแนนเปลี่ยน"] == "1"
    assert effects["ผลที่ปิดผนึกแล้ว คงเดิม"] == "1"


def sign(content: Content, planner: User, signer: User, fiscal_year: int = 2567) -> FigureVersion:
    """Proposed, measured, signed by another person, applied."""
    last = FigureVersion.objects.of(SCORECARD_SET, fiscal_year).count()
    proposal = FigureVersion.objects.create(
        set_code=SCORECARD_SET,
        fiscal_year=fiscal_year,
        number=last + 1,
        content=content,
        sha256="0" * 64,
        state=FigureState.PROPOSED,
        source="หนังสือทดสอบ",
        proposed_by=planner,
    )
    figures_work(version_id=proposal.pk)
    version = figures_sign(actor=signer, version=proposal)
    figures_work(version_id=version.pk)
    version.refresh_from_db()
    return version


def test_signed_version_changes_the_criteria_but_no_frozen_score(
    content: Content, make_user: UserMaker
) -> None:
    desk = Desk(make_user)
    frozen = desk.frozen(5, "45.00")
    tier(content, 5, 75)["bound"] = "46"
    version = sign(content, desk.planner, make_user(Role.EXECUTIVE))
    assert (version.number, version.progress) == (2, 100)
    assert CriterionTier.objects.get(
        criterion__kpi__number=5, criterion__round="12m", points=75
    ).thresholds == {"value": "46"}
    assert Scorecard.objects.get(fiscal_year=2567).scoring_version == "scoring-2567-2"
    kept = KpiResult.objects.get(pk=frozen.pk)
    assert kept.stamp["score"]["shown"] == "62.24"
    assert kept.stamp["criteria_version"]["number"] == 1


def test_reference_load_leaves_signed_criteria(content: Content, make_user: UserMaker) -> None:
    tier(content, 5, 75)["bound"] = "46"
    sign(content, make_user(Role.PLANNER), make_user(Role.EXECUTIVE))
    load()
    kept = CriterionTier.objects.get(criterion__kpi__number=5, criterion__round="12m", points=75)
    assert kept.thresholds == {"value": "46"}
    assert Scorecard.objects.get(fiscal_year=2567).scoring_version == "scoring-2567-2"


def test_apply_twice_changes_nothing(content: Content) -> None:
    whole = scorecard_content(content)
    content_apply(actor=None, fiscal_year=2567, number=1, content=whole)
    events = Criterion.pgh_event_model.objects.count()  # type: ignore[attr-defined]
    content_apply(actor=None, fiscal_year=2567, number=1, content=whole)
    assert Criterion.pgh_event_model.objects.count() == events  # type: ignore[attr-defined]


def test_clone_is_a_proposal_of_the_next_year_that_another_person_signs(
    make_user: UserMaker,
) -> None:
    planner, executive = make_user(Role.PLANNER), make_user(Role.EXECUTIVE)
    scorecard = Scorecard.objects.get(fiscal_year=2567)
    proposal = scorecard_clone(actor=planner, scorecard=scorecard)
    assert (proposal.fiscal_year, proposal.state) == (2568, FigureState.PROPOSED)
    assert proposal.source == "สำเนาใบคะแนนปีงบประมาณ 2567 รุ่นที่ 1"
    with pytest.raises(RuleViolation, match="ปี 2568 มีชุดข้อมูลนี้อยู่แล้ว"):
        scorecard_clone(actor=planner, scorecard=scorecard)
    figures_work(version_id=proposal.pk)
    with pytest.raises(NotAllowed):
        figures_sign(actor=planner, version=proposal)
    figures_sign(actor=executive, version=proposal)
    figures_work(version_id=proposal.pk)
    following = Scorecard.objects.get(fiscal_year=2568)
    assert Kpi.objects.filter(scorecard=following).count() == 13
    assert following.scoring_version == "scoring-2568-1"
    assert Kpi.objects.get(scorecard=following, number=5).definition
    scorecard_open(actor=planner, scorecard=following)
    load()
    assert Scorecard.objects.filter(pk=following.pk).exists()


def test_clone_without_a_version_in_force_or_role_is_refused(make_user: UserMaker) -> None:
    scorecard = Scorecard.objects.get(fiscal_year=2567)
    with pytest.raises(NotAllowed):
        scorecard_clone(actor=make_user(Role.OFFICER, "agri"), scorecard=scorecard)
    supersede(SCORECARD_SET, 2567)
    with pytest.raises(RuleViolation, match="ยังไม่มีรุ่นที่ใช้อยู่"):
        scorecard_clone(actor=make_user(Role.PLANNER), scorecard=scorecard)


def test_set_is_registered_for_its_years(db: None) -> None:
    assert SCORECARD.years is not None
    assert list(SCORECARD.years()) == [2568, 2567]
