"""What the templates of orders are filled with: the facts of one case, persons by their part."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from cpd_portal.thai.dates import format_date_long
from cpd_portal.thai.formatting import format_money
from cpd_portal.thai.money import baht_text
from registrar.choices import Act, Appeal
from registrar.framework import Framework, Power
from registrar.models import Case, CaseDefect, CasePerson, Order
from registrar.rules.masking import Named, masked
from registrar.selectors.law import wording_of

ACT_TITLES = {"coop-act-2542": "พระราชบัญญัติสหกรณ์ พ.ศ. 2542 และที่แก้ไขเพิ่มเติม"}


def values_of(
    case: Case,
    power: Power,
    framework: Framework,
    *,
    days: int | None,
    amount: Decimal | None,
    about: Order | None,
    day: date,
) -> Mapping[str, str]:
    """Names of persons stand in the case only: an order names a person where its author does."""
    institution = case.institution
    decision = getattr(case, "decision", None)
    values = {
        "สถาบัน": case.about,
        "เลขทะเบียน": institution.registration_no if institution else "",
        "สำนักงาน": case.office.name,
        "เรื่อง": case.title,
        "เลขสำนวน": case.shown_number,
        "วันรับเรื่อง": format_date_long(case.received_on),
        "ข้อเท็จจริง": case.facts,
        "ข้อบกพร่อง": ", ".join(link.defect.title for link in _links(case)),
        "จำนวนเงิน": _money(case.amount if amount is None else amount),
        "การรับฟัง": _heard(case),
        "เหตุผล": decision.reason if decision else "",
        "มาตรา": power.section,
        "อำนาจ": power.title,
        "กฎหมาย": ACT_TITLES.get(power.law) or framework.law_by_code[power.law].title,
        "ตัวบท": "\n".join(f"“{row.text}”" for row in wording_of(power, day)),
        "จำนวนวัน": str(days) if days else "",
        **_appeal(power),
        **_earlier(about),
    }
    people = [Named(row.name, row.alias) for row in CasePerson.objects.filter(case=case)]
    return {name: masked(text, people) for name, text in values.items()}


def _links(case: Case) -> list[CaseDefect]:
    return list(case.defect_links.select_related("defect"))


def _money(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return f"{format_money(amount)} บาท ({baht_text(amount)})"


def _heard(case: Case) -> str:
    rows = case.hearings.exclude(manner="")
    return "; ".join(
        f"{row.party} {row.get_manner_display()} เมื่อวันที่ {format_date_long(row.heard_on)}"
        f" {row.statement}"
        for row in rows
    )


def _appeal(power: Power) -> dict[str, str]:
    """Empty where the framework gives no appeal: the notice then is not printed."""
    if power.appeal not in (Appeal.COMMITTEE, Appeal.GENERAL) or not power.appeal_days:
        return {}
    general = power.appeal == Appeal.GENERAL
    return {
        "ที่อุทธรณ์": "ผู้ออกคำสั่งนี้" if general else str(Appeal.COMMITTEE.label),
        "วันอุทธรณ์": str(power.appeal_days),
        "มาตราอุทธรณ์": power.appeal_section or str(power.appeal.label),
    }


def _earlier(about: Order | None) -> dict[str, str]:
    if about is None or about.issued_on is None:
        return {}
    named = f"คำสั่งที่ {about.number} ลงวันที่ {format_date_long(about.issued_on)}"
    return {"คำสั่งเดิม": named, "เรื่องเดิม": about.subject}


def fallback_of(power: Power) -> str:
    """The template of a power that names none, or one that is not there."""
    is_order = power.act in (Act.ORDER, Act.APPOINT, Act.REGISTER, Act.DECIDE)
    return "order" if is_order else "letter"
