"""Stored facts of two runs in words: which differ."""

from collections.abc import Mapping
from typing import Any

from coops.choices import DefectStatus, Standing

Difference = tuple[str, str, str]
"""What, before, after."""

NOTHING = "ไม่มีค่า"
_YES_NO = {True: "ใช่", False: "ไม่ใช่"}
_WORDS: dict[str, tuple[str, Mapping[Any, Any]]] = {
    "standing": ("สถานะ", dict(Standing.choices)),
    "defect_status": ("ข้อบกพร่อง", dict(DefectStatus.choices)),
    "loss_latest": ("ขาดทุนปีล่าสุด", _YES_NO),
    "loss_previous": ("ขาดทุนปีก่อนหน้า", _YES_NO),
    "allocated_latest": ("จัดสรรและจ่ายปีล่าสุด", _YES_NO),
    "allocated_previous": ("จัดสรรและจ่ายปีก่อนหน้า", _YES_NO),
    "statement_days": ("วันที่จัดทำงบ", {}),
}
_Used = tuple[Mapping[str, Any], str]


def fact_differences(before: _Used, after: _Used) -> list[Difference]:
    """`before`, `after`: the facts as used, and the rule set. In the order of the form."""
    (old, old_rules), (new, new_rules) = before, after
    found = [("ชุดเกณฑ์", old_rules, new_rules)] if old_rules != new_rules else []
    codes = dict.fromkeys([*old["points"], *new["points"]])
    for code in sorted(codes, key=_printed_order):
        was, becomes = (str(side["points"].get(code, NOTHING)) for side in (old, new))
        if was != becomes:
            found.append((f"คะแนน {code}", was, becomes))
    for name, (label, words) in _WORDS.items():
        if old[name] != new[name]:
            found.append((label, _shown(old[name], words), _shown(new[name], words)))
    return found


def _printed_order(code: str) -> tuple[int, ...]:
    return tuple(int(part) for part in code.split("."))


def _shown(value: Any, words: Mapping[Any, Any]) -> str:
    if value is None or value == "":
        return NOTHING
    return str(words.get(value, value))
