"""One assessment in words: every value by its label, and what follows from them."""

from coops.choices import DefectStatus, Kind, Standing
from coops.models import Assessment
from coops.rules import plain
from cpd_portal.core.entry_forms import ItemState

NOT_ENTERED = "ยังไม่กรอก"
_YES_NO = {True: "ใช่", False: "ไม่ใช่", None: NOT_ENTERED}


def assessment_state(assessment: Assessment) -> ItemState:
    """Reads `institution` and `rule_set` of the assessment."""
    return ItemState(assessment.institution.name, _values(assessment), _outcome(assessment))


def tier_words(assessment: Assessment) -> str:
    if assessment.tier is not None:
        return f"ชั้น {assessment.tier}"
    if assessment.unassessed_group is not None:
        return f"ไม่นำมาประเมิน กลุ่มที่ {assessment.unassessed_group}"
    return "ข้อมูลยังไม่ครบ"


def condition_words(row: Assessment) -> dict[str, str]:
    """Standing and conditions of the kind, in the order of the form."""
    defects = DefectStatus(row.defect_status).label if row.defect_status else NOT_ENTERED
    return {
        "สถานะ ณ วันประเมิน": str(Standing(row.standing).label),
        **_years(row),
        "สถานะข้อบกพร่อง": str(defects),
    }


def _values(row: Assessment) -> dict[str, str]:
    indicators = row.rule_set.rules.indicators.values()
    points = {
        f"{one.code} {one.title}": row.points.get(one.code, NOT_ENTERED) for one in indicators
    }
    return {**condition_words(row), **points}


def _years(row: Assessment) -> dict[str, str]:
    if row.rule_set.kind == Kind.COOPERATIVE:
        return {
            "ขาดทุนปีล่าสุด": _YES_NO[row.loss_latest],
            "ขาดทุนปีก่อนหน้า": _YES_NO[row.loss_previous],
        }
    days = row.statement_days
    return {
        "จัดสรรและจ่ายกำไรสุทธิ ปีล่าสุด": _YES_NO[row.allocated_latest],
        "จัดสรรและจ่ายกำไรสุทธิ ปีก่อนหน้า": _YES_NO[row.allocated_previous],
        "จำนวนวันที่จัดทำงบการเงิน": NOT_ENTERED if days is None else str(days),
    }


def _outcome(row: Assessment) -> dict[str, str]:
    total = "ยังไม่มีผล" if row.total is None else plain(row.total)
    return {"คะแนนรวม": total, "ผลจัดชั้น": tier_words(row)}
