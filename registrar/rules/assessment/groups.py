"""Farmer groups: sections 121 to 128, the regulation of 2568, and the decree that was not read.

Sections 17 to 19 and 22 are not among them.
"""

from coops.choices import Standing

from .answers import Application, Liquidator
from .checks import CaseFacts, Check, any_of
from .supervision import ALIVE

UNREAD = "เงื่อนไขในพระราชกฤษฎีกา (ยังไม่ได้อ่าน ต้องให้นิติกรเติม)"
DECREE = "พ.ร.ฎ. กลุ่มเกษตรกร 2547"


def _alive(case: CaseFacts) -> Check:
    return case.is_one_of("standing", ALIVE, "กลุ่มเกษตรกรยังไม่เลิก", "มาตรา 119")


def _unread() -> Check:
    """Nobody has the text: the rule can never say more than that it is not known."""
    return Check(UNREAD, None, DECREE)


def entry(case: CaseFacts) -> list[Check]:
    return [case.is_true("needs_entry", "มาตรา 124")]


def explanation(case: CaseFacts) -> list[Check]:
    return [case.is_true("papers_missing", "มาตรา 128")]


def conversion(case: CaseFacts) -> list[Check]:
    applied = Check(
        "มีคำขอเปลี่ยนฐานะ", case.facts.application == Application.CONVERSION, "มาตรา 122"
    )
    return [applied, case.is_true("majority", "มาตรา 122"), case.is_true("lawful", "มาตรา 43")]


def advice(case: CaseFacts) -> list[Check]:
    """Their general meeting is owed by the decree, which nobody has read."""
    found = any_of(
        case.is_true("defect", "มาตรา 121"),
        case.is_true("observation", "มาตรา 121"),
        case.is_true("meeting_overdue", DECREE),
    )
    return [_alive(case), found]


def supervise(case: CaseFacts) -> list[Check]:
    return [_alive(case), case.is_true("defect", DECREE), _unread()]


def dissolve(case: CaseFacts) -> list[Check]:
    section = "มาตรา 119 วรรคสอง"
    idle = case.holds("stopped_on", lambda _: True, "หยุดดำเนินกิจการ", section)
    if case.facts.standing == Standing.OPERATING and case.facts.stopped_on is None:
        idle = Check(idle.text, False, section)
    reason = any_of(idle, case.is_true("unprofitable", section))
    return [_alive(case), reason, _unread()]


def ceiling(case: CaseFacts) -> list[Check]:
    applied = case.facts.application == Application.GROUP_CEILING
    return [Check("มีคำขอวงเงิน", applied, DECREE), _unread()]


def _dissolved(case: CaseFacts) -> Check:
    dissolved = (Standing.DISSOLVED.value,)
    return case.is_one_of("standing", dissolved, "กลุ่มเกษตรกรเลิกแล้ว", "ระเบียบ 2568 ข้อ 5")


def appoint_liquidator(case: CaseFacts) -> list[Check]:
    nobody = (Liquidator.NONE.value,)
    words = "ยังไม่มีผู้ชำระบัญชี"
    return [
        _dissolved(case),
        case.is_one_of("liquidator", nobody, words, "ระเบียบ 2568 ข้อ 5 (3)"),
    ]


def strike_off(case: CaseFacts) -> list[Check]:
    return [_dissolved(case), case.is_true("liquidation_audited", "ระเบียบ 2568 ข้อ 5 (4)")]


RULES = {
    "124": entry,
    "128": explanation,
    "122": conversion,
    "group-advice": advice,
    "group-supervise": supervise,
    "group-dissolve": dissolve,
    "group-ceiling": ceiling,
    "group-liquidator": appoint_liquidator,
    "group-strike-off": strike_off,
}
