"""What a cooperative applies for. One function for each power."""

from datetime import timedelta

from cpd_portal.thai.dates import format_date

from .answers import Application, Objection
from .checks import CaseFacts, Check, any_of

FREE = (Objection.NONE.value, Objection.SETTLED.value)


def _applied(case: CaseFacts, wanted: Application, section: str) -> Check:
    """Without any application the answer is no, not unknown."""
    return Check(f"มีคำขอ: {wanted.label}", case.facts.application == wanted, section)


def _sound(case: CaseFacts, section: str) -> list[Check]:
    return [case.is_true("complete", section), case.is_true("lawful", section)]


def _flawed(case: CaseFacts, section: str) -> Check:
    words = "คำขอไม่ครบถ้วนหรือไม่ถูกต้อง"
    unlawful = case.is_false("lawful", "เนื้อหาไม่ชอบหรือเสียหายแก่ระบบสหกรณ์", section)
    return any_of(case.is_false("complete", words, section), unlawful)


def _enough(case: CaseFacts, key: str, unit: str, section: str) -> Check:
    least = int(case.number(key))
    text = f"ไม่น้อยกว่า {least} {unit}"
    return case.holds("promoters", lambda count: count >= least, text, section)


def query(case: CaseFacts) -> list[Check]:
    section = "มาตรา 36"
    asked = any_of(
        _applied(case, Application.REGISTRATION, section),
        _applied(case, Application.BYLAW, "มาตรา 44 วรรคสี่"),
    )
    return [asked, case.is_false("complete", "รายการไม่ถูกต้องหรือเอกสารยังขาด", section)]


def register(case: CaseFacts) -> list[Check]:
    enough = _enough(case, "minimum_promoters", "คน", "มาตรา 34")
    applied = _applied(case, Application.REGISTRATION, "มาตรา 37")
    return [applied, enough, *_sound(case, "มาตรา 37")]


def refuse_registration(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.REGISTRATION, "มาตรา 38")
    return [applied, any_of(_flawed(case, "มาตรา 38"), _too_few(case))]


def _too_few(case: CaseFacts) -> Check:
    enough = _enough(case, "minimum_promoters", "คน", "มาตรา 34")
    met = None if enough.met is None else not enough.met
    return Check("ผู้จัดตั้งไม่ครบจำนวน", met, "มาตรา 34", enough.missing)


def register_bylaw(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.BYLAW, "มาตรา 44")
    majority = case.is_true("majority", "มาตรา 59 (1)")
    return [applied, majority, _filed_in_time(case), *_sound(case, "มาตรา 44 ประกอบ 37")]


def _filed_in_time(case: CaseFacts) -> Check:
    days = int(case.number("bylaw_filing_days"))
    text = f"ยื่นภายใน {days} วันนับแต่ลงมติ"
    resolved, filed = case.facts.resolved_on, case.facts.filed_on
    missing = tuple(
        name for name in ("resolved_on", "filed_on") if getattr(case.facts, name) is None
    )
    if resolved is None or filed is None:
        return Check(text, None, "มาตรา 44", missing)
    last = resolved + timedelta(days=days)
    return Check(f"{text} (ถึง {format_date(last)})", filed <= last, "มาตรา 44")


def refuse_bylaw(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.BYLAW, "มาตรา 44 ประกอบ 38")
    majority = case.is_false("majority", "มติไม่ชอบด้วยคะแนนเสียง", "มาตรา 59 (1)")
    late = _filed_in_time(case)
    is_late = Check("ยื่นพ้นกำหนด", None if late.met is None else not late.met, "มาตรา 44")
    known = is_late if is_late.met is not None else Check(is_late.text, False, "มาตรา 44")
    return [applied, any_of(_flawed(case, "มาตรา 44 ประกอบ 38"), majority, known)]


def interpret(case: CaseFacts) -> list[Check]:
    return [_applied(case, Application.INTERPRETATION, "มาตรา 45")]


def deposit_rules(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.DEPOSIT_RULES, "มาตรา 46 (5)")
    return [applied, *_sound(case, "มาตรา 46 (5)")]


def lending_rules(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.LENDING_RULES, "มาตรา 46 (8)")
    return [applied, *_sound(case, "มาตรา 46 (8)")]


def ceiling(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.CEILING, "มาตรา 47")
    grounds = case.is_true("special_grounds", "มาตรา 47")
    return [applied, case.is_true("complete", "มาตรา 47"), any_of(_within_ratio(case), grounds)]


def _within_ratio(case: CaseFacts) -> Check:
    named = case.type_code in ("savings", "consumer")
    key = f"ceiling_ratio_{case.type_code if named else 'other'}"
    ratio = case.number(key)
    section = "ระเบียบวงเงินกู้ยืมหรือค้ำประกัน พ.ศ. 2561"
    text = f"วงเงินไม่เกิน {ratio:f} เท่าของทุนเรือนหุ้นรวมทุนสำรอง"
    wanted, capital = case.facts.wanted, case.facts.own_capital
    missing = tuple(
        name for name in ("wanted", "own_capital") if getattr(case.facts, name) is None
    )
    if wanted is None or capital is None:
        return Check(text, None, section, missing)
    return Check(text, wanted <= capital * ratio, section)


def investment(case: CaseFacts) -> list[Check]:
    return [_applied(case, Application.INVESTMENT, "มาตรา 62 (6)"), *_sound(case, "มาตรา 62 (6)")]


def merger(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.MERGER, "มาตรา 90")
    return [
        applied,
        case.is_true("majority", "มาตรา 59 (2)"),
        case.is_true("complete", "มาตรา 90"),
    ]


def register_merger(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.MERGER_REGISTRATION, "มาตรา 93")
    return [applied, *_creditors(case, "มาตรา 91"), *_sound(case, "มาตรา 93")]


def _creditors(case: CaseFacts, section: str) -> list[Check]:
    key, words = "creditor_objection_days", "พ้นกำหนดคัดค้านของเจ้าหนี้"
    free = "ไม่มีเจ้าหนี้คัดค้าน หรือจัดการหนี้แล้ว"
    return [
        case.days_since("creditors_told_on", key, words, section),
        case.is_one_of("objection", FREE, free, section),
    ]


def split_meeting(case: CaseFacts) -> list[Check]:
    section, key = "มาตรา 96", "split_meeting_days"
    words = "พ้นกำหนดเรียกประชุมพิจารณาการแยก"
    return [
        _applied(case, Application.SPLIT_MEETING, section),
        case.days_since("petition_on", key, words, section),
        case.is_false("meeting_called", "คณะกรรมการยังไม่เรียกประชุม", section),
    ]


def split_decision(case: CaseFacts) -> list[Check]:
    return [_applied(case, Application.SPLIT_DECISION, "มาตรา 97"), _complained_in_time(case)]


def _complained_in_time(case: CaseFacts) -> Check:
    days = int(case.number("split_complaint_days"))
    text = f"ร้องต่อนายทะเบียนภายใน {days} วันนับแต่ลงมติ"
    resolved, filed = case.facts.resolved_on, case.facts.filed_on
    missing = tuple(
        name for name in ("resolved_on", "filed_on") if getattr(case.facts, name) is None
    )
    if resolved is None or filed is None:
        return Check(text, None, "มาตรา 97", missing)
    return Check(text, filed <= resolved + timedelta(days=days), "มาตรา 97")


def register_split(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.SPLIT_REGISTRATION, "มาตรา 99")
    return [applied, *_creditors(case, "มาตรา 98"), *_sound(case, "มาตรา 99")]


def register_federation(case: CaseFacts) -> list[Check]:
    applied = _applied(case, Application.FEDERATION, "มาตรา 104")
    enough = _enough(case, "federation_members", "สหกรณ์", "มาตรา 101")
    return [applied, enough, case.is_true("majority", "มาตรา 102"), *_sound(case, "มาตรา 103")]


RULES = {
    "36": query,
    "37": register,
    "38": refuse_registration,
    "44": register_bylaw,
    "44-refuse": refuse_bylaw,
    "45": interpret,
    "46-5": deposit_rules,
    "46-8": lending_rules,
    "47": ceiling,
    "62-6": investment,
    "90": merger,
    "93": register_merger,
    "96": split_meeting,
    "97": split_decision,
    "99": register_split,
    "104": register_federation,
}
