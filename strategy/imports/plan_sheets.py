"""The sheets of a new plan, and how its targets are echoed."""

from collections.abc import Sequence

from cpd_portal.core.imports.table import ImportColumn, ImportSheet, versioned
from cpd_portal.core.models import OrgUnit
from cpd_portal.thai.formatting import format_plain
from strategy.choices import PERCENT, YEARS_OF_A_PLAN, Basis
from strategy.imports import TEMPLATE
from strategy.rules.reading import Reading

PLAN, STRATEGIES, PROJECTS = "plan", "strategies", "projects"
ACTIVITIES, INDICATORS = "activities", "indicators"
TITLE, STRATEGY, PROJECT, NUMBER, TEXT = "title", "strategy", "project", "number", "text"
GROUP, OBJECTIVE, RESULT, UNITS = "target_group", "objective", "expected_result", "units"
ABOUT = (
    "ใช้เพิ่มแผนช่วงใหม่ทั้งแผนในแฟ้มเดียว รับแบบ “ทุกแผ่นงานในแฟ้มเดียว” ห้าปีเริ่มจากปีในชื่อแผ่นงาน",
    "แผนที่พิมพ์และแผนที่มีแล้วไม่เปลี่ยน การปรับเป้าหมายและงบประมาณของแผนที่มีแล้วทำที่หน้าโครงการ",
    "เลขโครงการคือเลขยุทธศาสตร์ จุด ลำดับ เช่น 5.1 งบประมาณเป็นล้านบาท",
    "หน่วยงานที่รับผิดชอบใส่รหัส ถ้ามีหลายหน่วยงานคั่นด้วยจุลภาค เช่น ict, agri",
    "ช่องปีใส่เป้าหมายเป็นข้อความ เช่น “60 แห่ง” “ร้อยละ 20” “ปีละ 4 ครั้ง” ช่องที่ไม่มีตัวเลขเป็นขั้นงาน",
    "ตรวจค่าที่ระบบอ่านได้จากข้อความในรายการก่อนยืนยัน ระบบบันทึกว่ายังไม่ยืนยันการอ่านจนกว่ากองแผนงานจะยืนยัน",
)


def years_from(first_year: int) -> range:
    return range(first_year, first_year + YEARS_OF_A_PLAN)


def sheets(office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    def sheet(code: str, name: str, *columns: ImportColumn) -> ImportSheet:
        return ImportSheet(code, versioned(name, str(fiscal_year), TEMPLATE), columns)

    targets = [ImportColumn(str(year), f"เป้าหมาย {year}", 24) for year in years_from(fiscal_year)]
    budgets = [
        ImportColumn(str(year), f"งบประมาณ {year} (ล้านบาท)", 16)
        for year in years_from(fiscal_year)
    ]
    project = ImportColumn(PROJECT, "โครงการ", 10)
    return [
        sheet(PLAN, "แผน", ImportColumn(TITLE, "ชื่อแผน", 80)),
        sheet(
            STRATEGIES,
            "ยุทธศาสตร์",
            ImportColumn(STRATEGY, "ยุทธศาสตร์ที่", 12),
            ImportColumn(TITLE, "ชื่อ", 80),
        ),
        sheet(
            PROJECTS,
            "โครงการ",
            project,
            ImportColumn(TITLE, "ชื่อ", 60),
            ImportColumn(UNITS, "รหัสหน่วยงานที่รับผิดชอบ", 20),
            ImportColumn(GROUP, "กลุ่มเป้าหมาย", 40),
            ImportColumn(OBJECTIVE, "วัตถุประสงค์", 40),
            ImportColumn(RESULT, "ผลที่คาดว่าจะได้รับ", 40),
            *budgets,
        ),
        sheet(
            ACTIVITIES,
            "กิจกรรม",
            project,
            ImportColumn(NUMBER, "เลขกิจกรรม", 10),
            ImportColumn(TITLE, "ชื่อ", 60),
            *targets,
        ),
        sheet(INDICATORS, "ตัวชี้วัด", project, ImportColumn(TEXT, "ตัวชี้วัดความสำเร็จ", 80)),
    ]


def read_words(readings: Sequence[Reading]) -> str:
    """How the portal understood a cell."""
    return "อ่านว่า " + ", ".join(_one_words(one) for one in readings)


def _one_words(one: Reading) -> str:
    label = str(Basis(one.basis).label)
    if one.value is None:
        return f"ขั้นงาน: {label}"
    plain = format_plain(one.value)
    quantity = f"{PERCENT} {plain}" if one.unit == PERCENT else f"{plain} {one.unit}"
    more = "มากกว่า " if one.exceeds else ""
    years = f" ปี {', '.join(map(str, one.years))}" if one.years else ""
    return f"{more}{quantity} {label}{years}"
