"""The set of ladders: what is shipped, and workbooks checked whole."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from coops.choices import LadderMethod
from coops.figures.ladder_content import content_of
from coops.figures.ladder_sheets import rows
from coops.figures.ladders import LADDERS, load_ladders
from coops.loading import load
from coops.reference_sets import REFERENCE, read_all
from coops.selectors.ladders import LADDERS_CODE, book_of
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.figures.services import RejectedFigures
from cpd_portal.core.models import FigureVersion, User
from cpd_portal.core.reference import ReferenceFileError
from tests.conftest import UserMaker
from tests.coops.ladders import (
    BOOKKEEPING,
    BOOKKEEPING_CHOICES,
    RESERVE_BANDS,
    RESERVES,
    YEAR,
    propose,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposer(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


def shipped(year: int = YEAR) -> FigureVersion:
    found = version_in_force(LADDERS_CODE, year)
    assert found is not None
    return found


@pytest.mark.parametrize("year", [2566, 2567])
def test_shipped_ladders_are_unverified_and_give_no_points(year: int) -> None:
    version = shipped(year)
    book = book_of(version)

    assert (version.number, version.verified, version.signed_by) == (1, False, None)
    assert all(not usable for usable in book.usable.values())
    for ladders in book.ladders.values():
        for ladder in ladders.values():
            known = [band.points for bands in ladder.bands.values() for band in bands]
            assert known == [None] * len(known)
            assert not ladder.is_usable(list(ladder.bands))


def test_shipped_ladders_name_every_indicator_of_their_rule_sets() -> None:
    ladders = content_of(shipped().content).ladders

    assert len(ladders) == 18 + 17 + 17
    given = [(row.kind, row.indicator) for row in ladders if row.method != LadderMethod.TYPED]
    assert given == [("cooperative", "1.1"), ("cooperative", "2.2")] * 2


def test_shipped_bands_of_reserves_are_those_of_the_auditing_department() -> None:
    cells = [row for row in rows(shipped().content)["bands"] if row["indicator"] == "2.2"]

    bounds = {
        row["type"]: (row["lower"], row["upper"]) for row in cells if row["lower"] and row["upper"]
    }
    assert bounds == {
        "สหกรณ์การเกษตร": ("0.1", "0.2"),
        "สหกรณ์ประมง": ("0.15", "0.25"),
        "สหกรณ์นิคม": ("0.15", "0.25"),
        "สหกรณ์ออมทรัพย์": ("0.04", "0.1"),
        "สหกรณ์ร้านค้า": ("0.15", "0.25"),
        "สหกรณ์บริการ": ("0.15", "0.25"),
        "สหกรณ์เครดิตยูเนี่ยน": ("0.05", "0.11"),
    }


def test_loading_again_changes_nothing() -> None:
    assert load()[LADDERS_CODE].changed is False


def test_file_without_an_indicator_is_refused(tmp_path: Path) -> None:
    text = (REFERENCE / "ladders.yaml").read_text(encoding="utf-8")
    short = text.replace('      - {indicator: "4.4", fact: staffing, direction: more}\n', "", 1)
    (tmp_path / "ladders.yaml").write_text(short, encoding="utf-8")

    with pytest.raises(ReferenceFileError, match="not the indicators of the rule set"):
        load_ladders(read_all(), tmp_path)


def test_downloaded_workbook_reads_back_as_the_same_content(proposer: User) -> None:
    """Nothing is lost on the way out and in: only a real change becomes a proposal."""
    cells = rows(shipped().content)
    upload = workbook(cells["ladders"], cells["bands"], cells["choices"])

    with pytest.raises(RuleViolation, match="ไม่มีค่าใดต่างจากรุ่นที่ใช้อยู่"):
        propose(proposer, upload)


def test_good_workbook_becomes_a_proposal(proposer: User) -> None:
    upload = workbook((RESERVES, BOOKKEEPING), RESERVE_BANDS, BOOKKEEPING_CHOICES)

    proposal = propose(proposer, upload)

    assert not proposal.verified
    reserves, bookkeeping = content_of(proposal.content).ladders
    assert reserves.title == "อัตราส่วนทุนสำรองต่อสินทรัพย์"
    assert [(str(b.lower), str(b.upper), str(b.points)) for b in reserves.bands] == [
        ("None", "0.1", "0"),
        ("0.1", "0.2", "1"),
        ("0.2", "None", "2"),
    ]
    assert [choice.value for choice in bookkeeping.choices] == ["none", "partial", "full"]


def problems(proposer: User, *sheets: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    with pytest.raises(RejectedFigures) as caught:
        propose(proposer, workbook(*sheets))
    return [(f.sheet, f.row, f.column, f.message) for f in caught.value.findings]


def test_wrong_rows_are_all_named_at_once(proposer: User) -> None:
    ladders = (
        {**RESERVES, "method": "เดา", "direction": "ไม่รู้"},
        {**RESERVES, "indicator": "9.9"},
        {**RESERVES, "source": ""},
        {**RESERVES},
        {**BOOKKEEPING, "method": "ช่วงค่า"},
        {**RESERVES, "indicator": "2.1", "method": "ตัวเลือก"},
        {**RESERVES, "of": "ชุมนุมสหกรณ์"},
    )

    assert problems(proposer, ladders, ()) == [
        ("วิธีให้คะแนน", 2, "วิธี", "ไม่รู้จักค่านี้"),
        ("วิธีให้คะแนน", 2, "ทิศทาง", "ไม่รู้จักค่านี้"),
        ("วิธีให้คะแนน", 3, "ตัวชี้วัด", "ไม่มีตัวชี้วัดนี้ในเกณฑ์ของปี"),
        ("วิธีให้คะแนน", 4, "ที่มา", "ต้องระบุที่มาของบันได"),
        ("วิธีให้คะแนน", 5, "ตัวชี้วัด", "ตัวชี้วัดนี้มีแถวแล้ว"),
        ("วิธีให้คะแนน", 6, "วิธี", "ข้อเท็จจริงนี้เป็นตัวเลือก ไม่ใช่ตัวเลข จึงใช้ช่วงค่าไม่ได้"),
        ("วิธีให้คะแนน", 7, "วิธี", "ข้อเท็จจริงนี้เป็นตัวเลข จึงใช้ตัวเลือกไม่ได้"),
        ("วิธีให้คะแนน", 8, "ของ", "ไม่รู้จักค่านี้"),
    ]


def test_wrong_bands_are_named_at_their_rows(proposer: User) -> None:
    low, middle, high = RESERVE_BANDS
    bands = (
        high,
        low,
        {**middle, "upper": 0.15, "points": 3},
        {**low, "indicator": "2.1"},
        {**low, "type": "สหกรณ์ประมง"},
    )

    assert problems(proposer, (RESERVES,), bands) == [
        ("ช่วงค่า", 5, "ตัวชี้วัด", "ไม่มีแถวของตัวชี้วัดนี้ในแผ่น “วิธีให้คะแนน”"),
        ("ช่วงค่า", 4, "คะแนน", "คะแนนต้องอยู่ระหว่าง 0 ถึง 2"),
        ("ช่วงค่า", 2, "ค่าล่าง", "มีช่องว่างระหว่าง 0.15 กับ 0.2"),
        ("ช่วงค่า", 2, "คะแนน", "คะแนนผิดทิศทาง (มากกว่าดีกว่า)"),
        ("ช่วงค่า", 6, "ค่าบน", "ช่วงสุดท้ายต้องไม่มีค่าบน เพื่อให้ครอบคลุมทุกค่า"),
    ]


def test_bands_beside_an_unreadable_row_are_not_looked_at_together(proposer: User) -> None:
    """Its absence would look like a gap that is none."""
    low, middle, high = RESERVE_BANDS

    assert problems(proposer, (RESERVES,), (low, {**middle, "points": "หนึ่ง"}, high)) == [
        ("ช่วงค่า", 3, "คะแนน", "ต้องเป็นตัวเลข"),
    ]
    assert problems(proposer, (RESERVES,), (low, {**middle, "type": "ออมทรัพย์"}, high)) == [
        ("ช่วงค่า", 3, "ประเภท", "ไม่รู้จักประเภทนี้ ใช้ชื่อประเภทเต็ม หรือ “ทุกประเภท”"),
    ]


def test_choices_without_full_points_or_with_gaps_are_named(proposer: User) -> None:
    nothing, partial, _ = BOOKKEEPING_CHOICES

    assert problems(proposer, (BOOKKEEPING,), (), (nothing, partial)) == [
        ("ตัวเลือก", 3, "ตัวเลือก", "ยังขาดตัวเลือก ใช้ครบทุกระบบงาน"),
        ("ตัวเลือก", 3, "คะแนน", "ตัวเลือกที่ดีที่สุดต้องได้คะแนนเต็ม 4"),
    ]


def test_wrong_choices_are_named_at_their_rows(proposer: User) -> None:
    nothing, partial, _ = BOOKKEEPING_CHOICES
    choices = (nothing, nothing, {**partial, "points": 5}, {**partial, "value": "ใช้มาก"})

    assert problems(proposer, (BOOKKEEPING,), (), choices) == [
        ("ตัวเลือก", 3, "ตัวเลือก", "ตัวเลือกนี้มีแถวแล้ว"),
        ("ตัวเลือก", 4, "คะแนน", "คะแนนต้องอยู่ระหว่าง 0 ถึง 4"),
        (
            "ตัวเลือก",
            5,
            "ตัวเลือก",
            "ไม่รู้จักตัวเลือกนี้ ใช้ได้: ไม่ใช้โปรแกรมบัญชี, ใช้บางระบบงาน, ใช้ครบทุกระบบงาน",
        ),
    ]


def test_rows_of_another_method_are_refused(proposer: User) -> None:
    typed = {**RESERVES, "method": "กรอกเป็นคะแนน"}

    assert problems(proposer, (typed,), RESERVE_BANDS[:1]) == [
        ("ช่วงค่า", 2, "ตัวชี้วัด", "ตัวชี้วัดนี้ใช้วิธี “กรอกเป็นคะแนน” จึงไม่ใช้แถวนี้"),
    ]


def test_roles_of_ladders_are_held_at_headquarters(make_user: UserMaker) -> None:
    division, province = make_user(Role.CHIEF, "agri"), make_user(Role.CHIEF, "50")

    assert (LADDERS.may_propose(division), LADDERS.may_sign(division)) == (True, True)
    assert (LADDERS.may_propose(province), LADDERS.may_sign(province)) == (False, False)
