"""What a row of the ledger must hold, whoever writes it: pairs of pointer and Thai message."""

from datetime import date
from decimal import Decimal

from cpd_portal.core.models import OrgUnit
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.fiscal import fiscal_year_of, quarter_of
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models import LedgerEntry, Plan, Project

CARRIED = (EntryKind.CARRIED_OUT, EntryKind.CARRIED_IN)
CARRY_SEPARATELY = "กันเงินเหลื่อมปีให้ใช้การกันเงิน เพื่อให้ตัดจากปีเดิมและเพิ่มในปีถัดไปพร้อมกัน"
MOST = Decimal("9999999999999.99")
LONGEST = {"reference_no": 60, "treasury_no": 40, "detail": 1000}
Problems = list[tuple[str, str]]


def year_problems(
    plan: Plan, occurred_on: date, fiscal_year: int | None, quarter: int | None, today: date
) -> Problems:
    """The day says fiscal year and quarter; where they are given too, they must agree."""
    year, part = fiscal_year_of(occurred_on), quarter_of(occurred_on)
    day = format_date(occurred_on)
    problems = []
    if fiscal_year not in (None, year):
        problems.append(("/fiscal_year", f"วันที่ {day} อยู่ในปีงบประมาณ {year} ไม่ใช่ {fiscal_year}"))
    elif quarter not in (None, part):
        problems.append(("/quarter", f"วันที่ {day} อยู่ในไตรมาสที่ {part} ของปี {year} ไม่ใช่ {quarter}"))
    elif year not in (*plan.years, plan.last_year + 1):
        problems.append(("/occurred_on", f"วันที่ {day} อยู่นอกแผน {plan.first_year}–{plan.last_year}"))
    if occurred_on > today:
        problems.append(("/occurred_on", "วันที่ต้องไม่อยู่ในอนาคต"))
    return problems


def kind_problems(plan: Plan, kind: EntryKind, year: int) -> Problems:
    problems = []
    if kind in CARRIED:
        problems.append(("/kind", CARRY_SEPARATELY))
    if kind == EntryKind.ALLOCATION and year not in plan.years:
        problems.append(("/occurred_on", "จัดสรรได้เฉพาะปีงบประมาณในแผน"))
    return problems


def category_problems(category: str) -> Problems:
    if category not in ExpenseCategory.values:
        return [("/category", "ไม่รู้จักงบรายจ่ายนี้")]
    return []


def amount_problems(amount: Decimal) -> Problems:
    if not amount.is_finite() or amount <= 0:
        return [("/amount", "จำนวนเงินต้องมากกว่าศูนย์ หากต้องการลดให้กลับรายการเดิม")]
    if amount > MOST:
        return [("/amount", "จำนวนเงินมากเกินกว่าที่บันทึกได้")]
    if amount != round(amount, 2):
        return [("/amount", "จำนวนเงินมีทศนิยมได้ไม่เกินสองตำแหน่ง")]
    return []


def reference_problems(reference_no: str) -> Problems:
    if not reference_no.strip():
        return [("/reference_no", "กรุณาระบุเลขที่เอกสาร")]
    if len(reference_no.strip()) > LONGEST["reference_no"]:
        return [("/reference_no", f"เลขที่เอกสารยาวเกิน {LONGEST['reference_no']} ตัวอักษร")]
    return []


def commitment_problems(
    project: Project, unit: OrgUnit, kind: EntryKind, year: int, commitment: LedgerEntry | None
) -> Problems:
    if commitment is None:
        return []
    if kind != EntryKind.DISBURSEMENT:
        return [("/commitment", "ข้อผูกพันระบุได้เฉพาะการเบิกจ่าย")]
    same = (commitment.project_id, commitment.unit_id, commitment.fiscal_year, commitment.kind)
    if same != (project.pk, unit.pk, year, EntryKind.COMMITMENT) or commitment.reverses_id:
        return [("/commitment", "ข้อผูกพันนี้เป็นของโครงการ หน่วยงาน หรือปีงบประมาณอื่น")]
    return []
