"""Documents over all rooms: the fact sheet of an office's province, district by district."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from coops.choices import Kind, Standing, Tier
from coops.forms.documents import OfficeSummaryForm
from coops.models import Institution
from coops.selectors import latest_assessed_year, rule_words
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportError, Row
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.sorting import sort_key
from early_warning.models import WatchReading
from inspection.models import Defect

NO_DISTRICT = "ไม่ได้บันทึกอำเภอ"
TOTAL = "รวม"


@dataclass(frozen=True, kw_only=True)
class DistrictContext(ReportContext):
    """`lines`: each district with its counts in the order of the columns."""

    office: OrgUnit
    fiscal_year: int
    lines: list[tuple[str, tuple[int, ...]]]

    @property
    def total(self) -> tuple[int, ...]:
        return tuple(
            sum(column) for column in zip(*(counts for _, counts in self.lines), strict=True)
        )


@register
class DistrictSheet(Report[DistrictContext]):
    identifier = "district-sheet"
    title = "ข้อมูลรายอำเภอ"
    description = "สหกรณ์และกลุ่มเกษตรกรที่ดำเนินงาน ผลจัดชั้น ข้อบกพร่อง และการเฝ้าระวังของแต่ละอำเภอในหน่วยงาน"
    formats = (Format.PDF, Format.XLSX, Format.CSV)
    params_form = OfficeSummaryForm
    landscape = True
    columns = (
        Column("อำเภอ", 26),
        Column("สหกรณ์", 10, places=0),
        Column("กลุ่มเกษตรกร", 12, places=0),
        Column("ชั้น 1", 9, places=0),
        Column("ชั้น 2", 9, places=0),
        Column("ชั้น 3", 9, places=0),
        Column("ไม่มีชั้น", 9, places=0),
        Column("ข้อบกพร่องที่ยังไม่แก้", 12, places=0),
        Column("เกินกำหนด", 11, places=0),
        Column("เฝ้าระวัง (แห่ง)", 11, places=0),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> DistrictContext:
        office = next(
            (unit for unit in user.offices_in_reach if unit.code == params["office"]), None
        )
        year = params.get("fiscal_year") or latest_assessed_year()
        if office is None or year is None:
            raise ReportError("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี หรือยังไม่มีปีที่ประเมิน")
        return DistrictContext(
            title=f"{self.title} {office.name} ผลจัดชั้นปี {year}",
            as_of=as_of,
            rule_version=rule_words(year),
            is_sample=sample_loaded(),
            office=office,
            fiscal_year=year,
            lines=district_lines(user, office, year, as_of),
        )

    def rows(self, context: DistrictContext) -> Iterator[Row]:
        for district, counts in (*context.lines, (TOTAL, context.total)):
            yield (district, *counts)

    def row_count(self, context: DistrictContext) -> int:
        return len(context.lines) + 1


def district_lines(
    user: User, office: OrgUnit, fiscal_year: int, as_of: datetime
) -> list[tuple[str, tuple[int, ...]]]:
    """In Thai order, what has no district last; three queries."""
    of_office = {"institution__office": office}
    running = Q(institution__standing=Standing.OPERATING)
    defects = Defect.objects.visible_to(user).uncured().filter(running, **of_office)
    watched = WatchReading.objects.visible_to(user).on_watch().filter(running, **of_office)
    overdue = Count("pk", filter=Q(due_on__lt=timezone.localdate(as_of)))
    found = _by_district(defects, "institution__district", n=Count("pk"), late=overdue)
    on_watch = _by_district(watched, "institution__district", n=Count("pk"))
    tiers = _tiers(user, office, fiscal_year)
    return [
        (
            district or NO_DISTRICT,
            (*tiers[district], *found.get(district, (0, 0)), *on_watch.get(district, (0,))),
        )
        for district in sorted(tiers, key=lambda name: (not name, sort_key(name)))
    ]


def _tiers(user: User, office: OrgUnit, fiscal_year: int) -> dict[str, tuple[int, ...]]:
    """Of all that operate: both kinds, each tier, and those without one."""
    rows = Institution.objects.visible_to(user).of_office(office)
    rows = rows.filter(standing=Standing.OPERATING).with_assessment(fiscal_year)
    kinds = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in Kind}
    tiers = {f"tier_{tier}": Count("pk", filter=Q(tier=tier)) for tier in Tier}
    return _by_district(rows, "district", **kinds, **tiers, none=Count("pk", filter=Q(tier=None)))


def _by_district(rows: Any, district: str, **counts: Count) -> dict[str, tuple[int, ...]]:
    found = rows.order_by().values_list(district).annotate(**counts)
    return {name: tuple(values) for name, *values in found}
