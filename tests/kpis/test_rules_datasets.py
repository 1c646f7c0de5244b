"""Datasets: one missing item counts as not achieved while the list stays whole."""

from decimal import Decimal
from typing import Any

import pytest

from kpis.dataset_items import metadata_items
from kpis.rules.datasets import DatasetFacts, master_data_result, open_data_result

FULL: dict[str, Any] = {
    "data_type": "ข้อมูลสถิติ",
    "title": "จำนวนสหกรณ์",
    "owner_org": "กรมส่งเสริมสหกรณ์",
    "maintainer": "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร",
    "maintainer_email": "ict@example.go.th",
    "tag_string": "สหกรณ์",
    "notes": "จำนวนสหกรณ์รายจังหวัด",
    "objective": ["พันธกิจหน่วยงาน"],
    "update_frequency_unit": "ปี",
    "geo_coverage": "จังหวัด",
    "data_source": "ทะเบียนสหกรณ์",
    "data_format": ["CSV"],
    "data_category": "ข้อมูลสาธารณะ",
    "license_id": "Open Data Common",
}


def facts(number: int, **changed: Any) -> DatasetFacts:
    values: dict[str, Any] = {"missing": (), "is_open_format": True, "is_registered": True}
    return DatasetFacts(title=f"ชุดที่ {number}", **{**values, **changed})


def figures(*rows: DatasetFacts) -> dict[str, Decimal]:
    found = open_data_result(rows)
    assert found is not None
    return dict(found.parts)


def test_seventeen_complete_of_eighteen_are_94_44_percent_and_the_page_can_say_why() -> None:
    rows = [facts(number) for number in range(1, 18)] + [facts(18, missing=("คำสำคัญ",))]
    found = open_data_result(rows)
    assert found is not None
    assert {part: round(value, 2) for part, value in found.parts} == {
        "quality_pct": Decimal("94.44"),
        "registered_pct": Decimal("94.44"),
    }
    assert found.value is None
    assert found.scored == dict(found.parts)
    assert found.notes == ("ชุดที่ 18: คำอธิบายข้อมูลขาด คำสำคัญ",)


def test_closed_format_and_registration_count_apart() -> None:
    rows = [facts(1, is_open_format=False), facts(2, is_registered=False)]
    assert figures(*rows) == {"quality_pct": 50, "registered_pct": 50}
    assert rows[0].reasons == ("ไม่มีรูปแบบที่เครื่องอ่านได้และเปิด",)
    assert rows[1].reasons == ("ยังไม่ลงทะเบียนในระบบบัญชีข้อมูลภาครัฐ",)


def test_empty_register_is_no_result() -> None:
    assert open_data_result([]) is None
    assert master_data_result([]) is None


def test_master_data_counts_the_ladder_of_the_guidelines() -> None:
    rows = [
        facts(1, guidelines=range(1, 8)),
        facts(2, guidelines=range(1, 10)),
        facts(3, guidelines=range(1, 10), external_user="กรมการปกครอง", platform="GDX"),
        facts(4, guidelines=range(1, 10), external_user="กรมการปกครอง"),
        facts(5, guidelines=[1, 2, 3]),
    ]
    found = master_data_result(rows)
    assert found is not None
    assert dict(found.parts) == {"raised_1_to_7": 4, "raised": 3, "shared": 1}


def test_there_are_fourteen_items_and_a_full_set_lacks_none() -> None:
    items = metadata_items()
    assert len(items.items) == 14
    assert items.missing(FULL) == ()
    assert len(items.missing({})) == 14


@pytest.mark.parametrize("name", [item.name for item in metadata_items().items])
def test_each_item_left_out_is_the_one_that_is_named(name: str) -> None:
    items = metadata_items()
    assert items.missing({**FULL, name: ""}) == (items.item(name).title,)
    assert items.missing({**FULL, name: []}) == (items.item(name).title,)


def test_other_without_its_text_is_not_filled() -> None:
    items = metadata_items()
    other = {**FULL, "geo_coverage": "อื่นๆ"}
    assert items.missing(other) == ("ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่",)
    assert items.missing({**other, "geo_coverage_other": "ลุ่มน้ำ"}) == ()


@pytest.mark.parametrize(
    ("formats", "other", "is_open"),
    [
        (["CSV"], "", True),
        (["PDF", "JSON"], "", True),
        (["XLS", "PDF"], "", False),
        (["อื่นๆ"], "ods", True),
        (["อื่นๆ"], "KML, KMZ", True),
        (["อื่นๆ"], "DOCX", False),
        (["XLS"], "ODS", False),
        ([], "", False),
    ],
)
def test_open_formats_are_those_that_the_document_lists(
    formats: list[str], other: str, is_open: bool
) -> None:
    metadata = {"data_format": formats, "data_format_other": other}
    assert metadata_items().has_open_format(metadata) is is_open
