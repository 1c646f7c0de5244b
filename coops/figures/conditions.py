"""The set `coops.conditions` of the mechanism for versioned figures."""

from collections.abc import Callable, Iterable, Sequence

from coops.choices import RunState
from coops.figures.condition_content import Conditions
from coops.figures.condition_sheets import BOUNDS_SHEET, CUT_OFF_SHEET, read, rows_of
from coops.models import Assessment, ClassificationRun
from coops.selectors import fiscal_years
from coops.services.conditions import conditions_effects, conditions_sign
from coops.services.runs import classify_year
from cpd_portal.core.choices import Role
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import Consequences, Content, FigureSet, Signing

CONDITIONS_CODE = "coops.conditions"
ABOUT = (
    "เงื่อนไขของปีเปลี่ยนได้โดยมติของคณะทำงานร่วมกรมส่งเสริมสหกรณ์และกรมตรวจบัญชีสหกรณ์เท่านั้น",
    "เสนอแล้วให้บันทึกมติของคณะทำงาน จากนั้นให้อีกคนหนึ่งลงนาม",
    "รุ่นเก่าเก็บไว้ทุกรุ่น เมื่อลงนามแล้วระบบจัดชั้นทั้งปีใหม่",
    "ปีที่ผลเป็นทางการแล้วเปลี่ยนเงื่อนไขไม่ได้",
)


def _years() -> Sequence[int]:
    """Those that have rules, and the next one, whose rules begin with those of the last."""
    known = fiscal_years()
    return [max(known) + 1, *known] if known else []


def _verified(content: Content) -> bool:
    return all(row["verified"] for row in content["cut_offs"])


def _measure(version: FigureVersion) -> Iterable[tuple[str, str]]:
    return conditions_effects(version)


def _apply(version: FigureVersion, progress: Callable[[int], None]) -> None:
    """Classifies the year anew; a year without members has nothing to classify, and a year
    that was classified since the signature is done."""
    year = version.fiscal_year
    if year is None or not Assessment.objects.of_year(year).exists():
        return
    later = ClassificationRun.objects.of_year(year).filter(started_at__gt=version.signed_at)
    if not later.filter(state__in=(RunState.COMPUTED, RunState.ACCEPTED)).exists():
        classify_year(actor=None, fiscal_year=year)


CONDITIONS_SET = FigureSet(
    code=CONDITIONS_CODE,
    title="เงื่อนไขการจัดชั้นความเข้มแข็ง",
    about=ABOUT,
    proposers=frozenset({Role.OFFICER, Role.CHIEF}),
    signers=frozenset({Role.CHIEF}),
    schema=Conditions,
    sheets=(BOUNDS_SHEET, CUT_OFF_SHEET),
    read=read,
    rows=rows_of,
    verified=_verified,
    years=_years,
    consequences=Consequences(measure=_measure, apply=_apply),
    signing=Signing(
        act=conditions_sign,
        page="coops:conditions-resolution",
        words="มติของคณะทำงานร่วม (ต้องบันทึกก่อนลงนาม)",
    ),
)
