"""Sections 71 to 88: dissolution, liquidation, strike-off. One function for each power."""

from datetime import date

from coops.choices import Standing

from .answers import Liquidator
from .checks import CaseFacts, Check, any_of, years_after
from .supervision import alive


def idle(case: CaseFacts) -> list[Check]:
    section = "มาตรา 71 (1)"
    never = _never_started(case, section)
    years = int(case.number("stopped_years"))
    words = f"หยุดดำเนินกิจการติดต่อกัน {years} ปี"
    stopped = case.years_since("stopped_on", "stopped_years", words, section)
    if case.facts.standing == Standing.OPERATING and case.facts.stopped_on is None:
        stopped = Check(words, False, section)
    return [alive(case), any_of(never, stopped)]


def _never_started(case: CaseFacts, section: str) -> Check:
    """Within a year of the registration: from the day after, it is too late."""
    years = int(case.number("not_started_years"))
    text = f"ไม่เริ่มดำเนินกิจการภายใน {years} ปีนับแต่จดทะเบียน"
    started, registered = case.facts.started, case.facts.registered_on
    if started or case.facts.standing == Standing.OPERATING:
        return Check(text, False, section)
    names = (("started", started), ("registered_on", registered))
    missing = tuple(name for name, value in names if value is None)
    if registered is None or missing:
        return Check(text, None, section, missing)
    return Check(text, _is_past(case, registered, years), section)


def _is_past(case: CaseFacts, since: date, years: int) -> bool:
    return years_after(since, years) < case.day


def no_reports(case: CaseFacts) -> list[Check]:
    years = int(case.number("missing_report_years"))
    text = f"ไม่ส่งรายงานประจำปีและงบการเงิน {years} ปีติดต่อกัน"
    section = "มาตรา 71 (2)"
    return [
        alive(case),
        case.holds("missing_reports", lambda count: count >= years, text, section),
    ]


def fruitless(case: CaseFacts) -> list[Check]:
    section = "มาตรา 71 (3)"
    reasons = case.is_true("unprofitable", section), case.is_true("public_harm", section)
    return [alive(case), any_of(*reasons)]


def _dissolved(case: CaseFacts, section: str) -> Check:
    dissolved = (Standing.DISSOLVED.value,)
    return case.is_one_of("standing", dissolved, "สหกรณ์เลิกแล้วและยังไม่ถอนชื่อ", section)


def _to_liquidate(case: CaseFacts) -> list[Check]:
    section = "มาตรา 75"
    not_bankrupt = case.is_false("bankrupt", "ไม่ได้เลิกเพราะล้มละลาย", "มาตรา 74")
    return [_dissolved(case, section), not_bankrupt]


def approve_liquidator(case: CaseFacts) -> list[Check]:
    wanted = (Liquidator.ELECTED.value,)
    words = "ที่ประชุมใหญ่เลือกผู้ชำระบัญชีแล้ว"
    return [*_to_liquidate(case), case.is_one_of("liquidator", wanted, words, "มาตรา 75")]


def appoint_liquidator(case: CaseFacts) -> list[Check]:
    section = "มาตรา 75 วรรคสอง"
    refused = case.is_one_of(
        "liquidator", (Liquidator.REFUSED.value,), "นายทะเบียนไม่เห็นชอบผู้ที่เลือก", section
    )
    return [*_to_liquidate(case), any_of(refused, _not_elected(case, section))]


def _not_elected(case: CaseFacts, section: str) -> Check:
    late = case.days_since("dissolved_on", "liquidator_days", "ไม่เลือกภายใน", section)
    nobody = case.is_one_of("liquidator", (Liquidator.NONE.value,), late.text, section)
    if nobody.met is False or late.met is False:
        return Check(late.text, False, section)
    missing = (*nobody.missing, *late.missing)
    return Check(late.text, None if missing else True, section, missing)


def _registered(case: CaseFacts, section: str) -> list[Check]:
    wanted = (Liquidator.REGISTERED.value,)
    words = "มีผู้ชำระบัญชีที่จดทะเบียนแล้ว"
    return [_dissolved(case, section), case.is_one_of("liquidator", wanted, words, section)]


def replace_liquidator(case: CaseFacts) -> list[Check]:
    section = "มาตรา 75 วรรคสาม"
    return [*_registered(case, section), case.is_true("replacement_wanted", section)]


def appoint_auditor(case: CaseFacts) -> list[Check]:
    return [*_registered(case, "มาตรา 80"), case.is_true("closing_statement", "มาตรา 80")]


def correct_liquidation(case: CaseFacts) -> list[Check]:
    section = "มาตรา 85"
    found = case.is_true("liquidation_defect", section)
    return [*_registered(case, section), any_of(found, _late_report(case, section))]


def _late_report(case: CaseFacts, section: str) -> Check:
    months = int(case.number("liquidation_report_months"))
    words = f"ไม่รายงานเกิน {months} เดือน"
    return case.holds(
        "reported_on", lambda since: _months_after(since, months) < case.day, words, section
    )


def _months_after(day: date, months: int) -> date:
    """The last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def strike_off(case: CaseFacts) -> list[Check]:
    return [_dissolved(case, "มาตรา 87"), case.is_true("liquidation_audited", "มาตรา 87")]


RULES = {
    "71-1": idle,
    "71-2": no_reports,
    "71-3": fruitless,
    "75-approve": approve_liquidator,
    "75-appoint": appoint_liquidator,
    "75-replace": replace_liquidator,
    "80": appoint_auditor,
    "85": correct_liquidation,
    "87": strike_off,
}
