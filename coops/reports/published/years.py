"""Five years side by side; a year without results has none, not zero."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from coops.choices import RuleStatus
from coops.reports.published.tables import (
    KIND,
    SHARES,
    PublishedReport,
    Question,
    Section,
    whole_of,
)
from coops.selectors import Strength
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Row

YEARS = 5
NO_DATA = "ไม่มีข้อมูล"
CHANGE = "การเปลี่ยนแปลงคิดเฉพาะเมื่อทั้งสองปีมีข้อมูลครบ"


@register
class PublishedYears(PublishedReport):
    identifier = "published-five-years"
    title = "ความเข้มแข็งเปรียบเทียบห้าปี"
    description = "ห้าปีถึงปีที่เลือก ปีที่ไม่มีข้อมูลแสดงว่าไม่มีข้อมูล"
    notes = (SHARES, CHANGE)
    columns = (
        KIND,
        Column("ปีงบประมาณ", 15),
        Column("สถานะผล", 14),
        Column("ทั้งหมด (แห่ง)", 12, places=0),
        Column("ประเมินแล้ว (แห่ง)", 12, places=0),
        Column("ชั้น 1", 10, places=0),
        Column("ชั้น 2", 10, places=0),
        Column("ชั้น 3", 10, places=0),
        Column("ไม่นำมาประเมิน", 13, places=0),
        Column("ข้อมูลยังไม่ครบ", 12, places=0),
        Column("ชั้น 1 และ 2 ร้อยละของทั้งหมด", 14, places=2),
        Column("ชั้น 1 และ 2 ร้อยละของที่ประเมินแล้ว", 14, places=2),
        Column("เปลี่ยนจากปีก่อน (จุดร้อยละของทั้งหมด)", 14, places=2),
    )

    def shown(
        self, question: Question, whole: Strength, params: Mapping[str, Any]
    ) -> Section | None:
        """A year without data is a row of its own; five of them are no table."""
        last = question.fiscal_year
        years = [*(whole_of(question, year) for year in range(last - YEARS, last)), whole]
        if not any(year.population for year in years[1:]):
            return None
        return Section(whole.title, list(_rows(years)))


def _rows(years: list[Strength]) -> Iterator[Row]:
    """Of all but the first, which only the change of the next one needs."""
    for before, row in zip(years, years[1:], strict=False):
        if not row.population:
            yield (str(row.fiscal_year), NO_DATA, *[None] * 10)
            continue
        outside = sum(portion.count for portion in row.unassessed.values())
        yield (
            str(row.fiscal_year),
            str(RuleStatus(row.status).label),
            row.population,
            row.classified,
            *(portion.count for portion in row.tiers.values()),
            outside,
            row.incomplete,
            row.strong.share,
            row.strong_of_classified.share,
            _change(before, row),
        )


def _change(before: Strength, row: Strength) -> Decimal | None:
    if before.incomplete or row.incomplete:
        return None
    if before.strong.share is None or row.strong.share is None:
        return None
    return row.strong.share - before.strong.share
