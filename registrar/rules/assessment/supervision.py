"""Sections 16 to 25, 55 and 89/3: supervision of cooperatives. One function for each power."""

from coops.choices import Standing, Tier

from .answers import Outcome, Removed
from .checks import CaseFacts, Check, any_of, years_after

ALIVE = (Standing.OPERATING.value, Standing.NEW.value, Standing.SUSPENDED.value)
USED = (Outcome.RUNNING.value, Outcome.DISOBEYED.value)


def alive(case: CaseFacts) -> Check:
    """What is dissolved is wound up, not supervised: section 73."""
    return case.is_one_of("standing", ALIVE, "สหกรณ์ยังไม่เลิก", "มาตรา 73")


def elements_of_22(case: CaseFacts) -> Check:
    return any_of(
        case.is_true("defect", "มาตรา 22 วรรคหนึ่ง"),
        case.is_true("board_conduct", "มาตรา 22 วรรคหนึ่ง"),
    )


def advice(case: CaseFacts) -> list[Check]:
    section = "มาตรา 16 (1)"
    found = any_of(
        case.is_true("defect", section),
        case.is_true("observation", section),
        case.is_true("meeting_overdue", "มาตรา 54"),
    )
    return [alive(case), found]


def inquiry(case: CaseFacts) -> list[Check]:
    return [case.is_true("unclear", "มาตรา 16 (4)")]


def plan(case: CaseFacts) -> list[Check]:
    return [alive(case), any_of(case.is_true("needs_plan", "มาตรา 16 (4)"), _weakest(case))]


def _weakest(case: CaseFacts) -> Check:
    """Tier 3 says that results or finances have to improve. The law knows no tiers: whoever has
    none is asked the question of the section."""
    facts = case.facts
    text = f"อยู่ในชั้น {Tier.THREE.value}"
    if facts.tier == Tier.THREE:
        of_year = f" ปี {facts.tier_year}" if facts.tier_year else ""
        text = f"{text}{of_year}{f' ({facts.tier_gates})' if facts.tier_gates else ''}"
    return Check(text, facts.tier == Tier.THREE, "มาตรา 16 (4)")


def suspend_business(case: CaseFacts) -> list[Check]:
    return [
        alive(case),
        case.is_true("harm_possible", "มาตรา 16 (5)"),
        case.is_true("practice_continues", "มาตรา 16 (5)"),
    ]


def dissolve_for_harm(case: CaseFacts) -> list[Check]:
    return [
        alive(case),
        case.is_true("harm_possible", "มาตรา 16 (5)"),
        case.is_true("harm_serious", "หลักความได้สัดส่วน"),
    ]


def explanation(case: CaseFacts) -> list[Check]:
    return [case.is_true("papers_missing", "มาตรา 17")]


def entry(case: CaseFacts) -> list[Check]:
    return [case.is_true("needs_entry", "มาตรา 18")]


def resolution(case: CaseFacts) -> list[Check]:
    return [case.is_true("unlawful_resolution", "มาตรา 20")]


def sue(case: CaseFacts) -> list[Check]:
    not_sued = "สหกรณ์ไม่ร้องทุกข์หรือไม่ฟ้องคดี"
    return [
        case.is_true("damage_done", "มาตรา 21"),
        case.is_false("cooperative_sues", not_sued, "มาตรา 21"),
    ]


def correction(case: CaseFacts) -> list[Check]:
    return [alive(case), elements_of_22(case)]


def cessation(case: CaseFacts) -> list[Check]:
    return [
        alive(case),
        elements_of_22(case),
        case.is_true("practice_continues", "มาตรา 22 (2)"),
    ]


def board_suspension(case: CaseFacts) -> list[Check]:
    """Until the defect is corrected: without a defect there is nothing to wait for."""
    return [alive(case), case.is_true("defect", "มาตรา 22 (3)")]


def board_removal(case: CaseFacts) -> list[Check]:
    return [alive(case), elements_of_22(case)]


def assistance(case: CaseFacts) -> list[Check]:
    years = int(case.number("assistance_new_years"))
    losses = int(case.number("assistance_loss_years"))
    young = case.holds(
        "registered_on",
        lambda since: case.day <= years_after(since, years),
        f"จดทะเบียนมาไม่เกิน {years} ปี",
        "มาตรา 23",
    )
    words = f"ขาดทุนติดต่อกันเกิน {losses} ปี"
    losing = case.holds("loss_years", lambda count: count > losses, words, "มาตรา 23")
    return [alive(case), any_of(young, losing), case.is_true("help_wanted", "มาตรา 23")]


def substitute(case: CaseFacts) -> list[Check]:
    words = "มีคำสั่งมาตรา 22 (3) ที่ยังมีผล"
    return [case.is_one_of("suspension", USED, words, "มาตรา 23/1")]


def temporary_board(case: CaseFacts) -> list[Check]:
    words = "มีคำสั่งให้คณะกรรมการพ้นทั้งคณะ"
    return [case.is_one_of("removed", (Removed.ALL.value,), words, "มาตรา 24")]


def replacement(case: CaseFacts) -> list[Check]:
    words = "มีคำสั่งให้กรรมการบางคนพ้นจากตำแหน่ง"
    return [
        case.is_one_of("removed", (Removed.SOME.value,), words, "มาตรา 25"),
        case.days_since("removed_on", "replacement_days", "พ้นกำหนดเลือกตั้งแทน", "มาตรา 25"),
        case.is_false("replaced", "ยังไม่ได้เลือกตั้งกรรมการแทน", "มาตรา 25"),
    ]


def meeting_notice(case: CaseFacts) -> list[Check]:
    reason = case.is_true("meeting_reason", "มาตรา 55 วรรคหนึ่ง")
    return [alive(case), any_of(_great_loss(case), reason)]


def _great_loss(case: CaseFacts) -> Check:
    share = case.number("loss_of_capital_percent")
    text = f"ขาดทุนเกินร้อยละ {share:f} ของทุนเรือนหุ้นที่ชำระแล้ว"
    loss, capital = case.facts.loss, case.facts.paid_capital
    missing = tuple(name for name in ("loss", "paid_capital") if getattr(case.facts, name) is None)
    if loss is None or capital is None:
        return Check(text, None, "มาตรา 55 วรรคหนึ่ง", missing)
    return Check(text, loss * 100 > capital * share, "มาตรา 55 วรรคหนึ่ง")


def meeting_call(case: CaseFacts) -> list[Check]:
    key, section = "extraordinary_meeting_days", "มาตรา 55 วรรคสาม"
    return [
        case.is_true("petition", section),
        case.days_since("petition_on", key, "พ้นกำหนดเรียกประชุมตามคำร้องขอของสมาชิก", section),
        case.is_false("meeting_called", "คณะกรรมการยังไม่เรียกประชุม", section),
    ]


def prudential_correction(case: CaseFacts) -> list[Check]:
    return [alive(case), case.is_true("prudential_breach", "มาตรา 89/3 วรรคหนึ่ง")]


def prudential_removal(case: CaseFacts) -> list[Check]:
    return [
        *prudential_correction(case),
        case.is_true("harm_serious", "มาตรา 89/3 วรรคสอง"),
    ]


RULES = {
    "16-1-advice": advice,
    "16-4-inspect": inquiry,
    "16-4-plan": plan,
    "16-5-suspend": suspend_business,
    "16-5-dissolve": dissolve_for_harm,
    "17": explanation,
    "18": entry,
    "20": resolution,
    "21": sue,
    "22-1": correction,
    "22-2": cessation,
    "22-3": board_suspension,
    "22-4": board_removal,
    "23": assistance,
    "23-1": substitute,
    "24": temporary_board,
    "25": replacement,
    "55-notify": meeting_notice,
    "55-call": meeting_call,
    "89-3-1": prudential_correction,
    "89-3-2-remove": prudential_removal,
    "89-3-2-dissolve": prudential_removal,
}
