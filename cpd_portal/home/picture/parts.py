"""The parts of the picture that are fetched one by one, each kept until something changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cpd_portal.home.picture.outlook import outlook
from cpd_portal.home.picture.provinces import provinces
from cpd_portal.home.picture.scope import Scope
from cpd_portal.home.picture.sending import sending
from cpd_portal.home.picture.spending import spending
from cpd_portal.home.picture.supervision import supervision
from cpd_portal.home.picture.tiers import tiers


@dataclass(frozen=True)
class Part:
    """`rooms`: where its figures come from, as `kept_for_all` takes them; `is_national`: the same
    ones whatever unit is chosen; `is_of_now`: whatever day is chosen, and it says so."""

    code: str
    title: str
    read: Callable[[Scope], Any]
    rooms: tuple[str, ...]
    is_national: bool = False
    is_of_now: bool = False

    @property
    def template(self) -> str:
        return f"home/parts/{self.code}.html"


PARTS = {
    part.code: part
    for part in (
        Part(
            "outlook",
            "คะแนนที่คาดเมื่อสิ้นปี และคะแนนที่ยังเก็บได้",
            outlook,
            ("core", "coops", "kpis"),
            is_national=True,
            is_of_now=True,
        ),
        Part(
            "supervision",
            "งานกำกับที่ค้างและเกินกำหนด",
            supervision,
            # Clerks save assessments all the time, of which it counts nothing.
            ("core", "coops.institution", "early_warning", "inspection", "registrar"),
        ),
        Part("sending", "สำนักงานที่ยังไม่ส่งข้อมูล", sending, ("core", "coops")),
        Part("tiers", "ชั้นความเข้มแข็งเทียบปีก่อน", tiers, ("core", "coops")),
        Part("provinces", "ชั้น 1 และ 2 รายจังหวัด", provinces, ("core", "coops", "kpis")),
        Part(
            "spending",
            "แผนยุทธศาสตร์ เงินและโครงการที่ล่าช้า",
            spending,
            ("core", "strategy"),
            is_national=True,
        ),
    )
}


def parts_of(scope: Scope) -> list[Part]:
    """One office lies in one province: there is nothing to compare on a map."""
    return [part for part in PARTS.values() if not (scope.office and part.code == "provinces")]
