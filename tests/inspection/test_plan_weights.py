"""The weights of the risk score as versioned figures."""

from pathlib import Path

import pytest
import yaml

from coops.choices import Tier
from cpd_portal.core.reference import ReferenceFileError
from inspection.choices import RiskFactor
from inspection.figures.plan_weights import (
    PLAN_WEIGHTS,
    QUOTA,
    REFERENCE,
    WEIGHTS,
    WEIGHTS_FILE,
    read,
    read_weights,
)
from inspection.loading import load
from inspection.plan_weights import WEIGHTS_CODE, risk_weights
from inspection.rules.risk import PerCase
from tests.inspection.figures import content_in_force, sheet_rows, signed

pytestmark = pytest.mark.django_db


def test_shipped_weights_say_that_nobody_verified_them() -> None:
    weights = risk_weights()

    assert (weights.version, weights.verified) == (1, False)
    assert "ไม่มีเอกสารกำหนด" in weights.source
    assert weights.tiers == {Tier.ONE: 0, Tier.TWO: 10, Tier.THREE: 30}
    assert weights.overdue_defect == PerCase(8, 24)
    assert weights.quota_percent == 30


def test_weights_loaded_again_make_no_new_version() -> None:
    assert not load()[WEIGHTS_CODE].changed


@pytest.mark.parametrize("key", ["tiers", "never_visited"])
def test_weights_without_a_factor_are_refused(tmp_path: Path, key: str) -> None:
    content = yaml.safe_load((REFERENCE / WEIGHTS_FILE).read_text(encoding="utf-8"))
    del content[key]
    (tmp_path / WEIGHTS_FILE).write_text(yaml.safe_dump(content), encoding="utf-8")

    with pytest.raises(ReferenceFileError, match=f"{WEIGHTS_FILE}: {key}: Field required"):
        read_weights(tmp_path)


def test_weights_without_a_tier_are_refused(tmp_path: Path) -> None:
    content = yaml.safe_load((REFERENCE / WEIGHTS_FILE).read_text(encoding="utf-8"))
    del content["tiers"][2]
    (tmp_path / WEIGHTS_FILE).write_text(yaml.safe_dump(content), encoding="utf-8")

    with pytest.raises(ReferenceFileError, match="every factor"):
        read_weights(tmp_path)


def test_weights_written_to_a_workbook_are_read_back_the_same() -> None:
    content = content_in_force(PLAN_WEIGHTS)
    reading = read(None, sheet_rows(PLAN_WEIGHTS, content))

    assert reading.findings == []
    assert reading.content == content


@pytest.mark.parametrize(
    ("factor", "cells", "message"),
    [
        (RiskFactor.TIER_3, {"factor": "ชั้น 2"}, "ซ้ำกับแถวก่อนหน้า"),
        (RiskFactor.TIER_3, {"points": "101"}, "ต้องไม่เกิน 100"),
        (
            RiskFactor.OPEN_DEFECT,
            {"most": ""},
            "ต้องกรอก เพราะคิดคะแนนรายเรื่องหรือรายปี",
        ),
        (
            RiskFactor.LATE_MEETING,
            {"most": "๒๐"},
            "ต้องเว้นว่าง เพราะไม่ได้คิดคะแนนรายเรื่องหรือรายปี",
        ),
    ],
)
def test_row_that_is_wrong_is_named(
    factor: RiskFactor, cells: dict[str, str], message: str
) -> None:
    rows = sheet_rows(PLAN_WEIGHTS, content_in_force(PLAN_WEIGHTS))
    row = next(row for row in rows if row.cells.get("factor") == factor.label)
    assert isinstance(row.cells, dict)
    row.cells.update(cells)
    if cells.get("most") == "":
        row.cells.pop("most")

    findings = read(None, rows).findings

    assert (findings[0].message, findings[0].row) == (message, row.number)


@pytest.mark.parametrize(
    ("sheet", "message"),
    [(WEIGHTS, "ยังไม่มีแถวของ “ชั้น 1”"), (QUOTA, "แผ่นงานนี้ต้องมีข้อมูล")],
)
def test_empty_sheet_is_named(sheet: object, message: str) -> None:
    rows = sheet_rows(PLAN_WEIGHTS, content_in_force(PLAN_WEIGHTS))

    findings = read(None, [row for row in rows if row.sheet != sheet]).findings

    assert findings[0].message == message


def test_second_quota_is_named() -> None:
    rows = sheet_rows(PLAN_WEIGHTS, content_in_force(PLAN_WEIGHTS))

    assert [found.message for found in read(None, [*rows, rows[-1]]).findings] == ["ต้องมีแถวเดียว"]


def test_signed_version_weighs_from_then_on() -> None:
    version = signed(PLAN_WEIGHTS, lambda content: content["quota"].update(percent=50))
    weights = risk_weights()

    assert (weights.quota_percent, weights.version) == (50, version.number)
