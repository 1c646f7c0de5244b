"""The way of an institution out of the register: dissolution, liquidation, striking off."""

from coops.choices import Standing

DISSOLVING = frozenset(
    {"71-1", "71-2", "71-3", "16-5-dissolve", "89-3-2-dissolve", "group-dissolve"}
)
LIQUIDATING = frozenset({"75-appoint", "75-replace", "group-liquidator"})
STRIKING = frozenset({"87", "group-strike-off"})
AFTER_DISSOLUTION = ("75-appoint", "75-replace", "80", "85", "87")
FOLLOWING = {
    "22-3": ("23-1",),
    "22-4": ("24", "25"),
    "group-dissolve": ("group-liquidator", "group-strike-off"),
    **dict.fromkeys(
        ("71-1", "71-2", "71-3", "16-5-dissolve", "89-3-2-dissolve"), AFTER_DISSOLUTION
    ),
}
"""Powers that carry out what an earlier one of the same case decided."""
NOT_DISSOLVED = "สถาบันยังไม่เลิก ให้ออกและแจ้งคำสั่งเลิกก่อน"
IS_DISSOLVED = "สถาบันเลิกหรือถูกถอนชื่อแล้ว จึงสั่งเลิกอีกไม่ได้"
IS_STRUCK_OFF = "สถาบันถูกถอนชื่อออกจากทะเบียนแล้ว"


def powers_of_case(decided: str) -> tuple[str, ...]:
    """What an order of a case may rest on: the decided power, then those that carry it out."""
    return (decided, *FOLLOWING.get(decided, ())) if decided else ()


def obstacle(power: str, standing: str) -> str:
    """Why an order by this power cannot be issued at this standing; "" where it can."""
    if standing == Standing.STRUCK_OFF and power in DISSOLVING | LIQUIDATING | STRIKING:
        return IS_STRUCK_OFF
    if power in DISSOLVING and standing == Standing.DISSOLVED:
        return IS_DISSOLVED
    if power in LIQUIDATING | STRIKING and standing != Standing.DISSOLVED:
        return NOT_DISSOLVED
    return ""


def standing_after(power: str) -> Standing | None:
    """What the institution is once the order is served."""
    if power in DISSOLVING:
        return Standing.DISSOLVED
    return Standing.STRUCK_OFF if power in STRIKING else None
