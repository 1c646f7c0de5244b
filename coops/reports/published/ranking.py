"""The ten offices with the largest and with the smallest share of tiers 1 and 2."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coops.forms.published import PublishedRankingForm
from coops.reports.published.tables import KIND, SHARES, PublishedReport, Question, Section
from coops.selectors import Strength, strength_by_place
from coops.selectors.places import SMALLEST_RANKED, Measure, PlaceFigure, figures, ranking
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Row

TEN = 10
BEST, WORST = "สูงสุด", "ต่ำสุด"


@register
class PublishedRanking(PublishedReport):
    identifier = "published-ranking"
    title = "สิบหน่วยงานที่ร้อยละชั้น 1 และ 2 สูงสุดและต่ำสุด"
    description = "เฉพาะหน่วยงานที่มีจำนวนอย่างน้อยตามที่กำหนดและมีผลครบ เรียงตามร้อยละของทั้งหมด"
    params_form = PublishedRankingForm
    columns = (
        KIND,
        Column("อันดับ", 10),
        Column("ที่", 6, places=0),
        Column("หน่วยงาน", 30),
        Column("ทั้งหมด (แห่ง)", 12, places=0),
        Column("ประเมินแล้ว (แห่ง)", 12, places=0),
        Column("ชั้น 1 และ 2 (แห่ง)", 12, places=0),
        Column("ชั้น 1 และ 2 ร้อยละของทั้งหมด", 15, places=2),
        Column("ชั้น 1 และ 2 ร้อยละของที่ประเมินแล้ว", 15, places=2),
    )

    def section(self, question: Question, whole: Strength, params: Mapping[str, Any]) -> Section:
        places = strength_by_place(*question.asked, as_of=question.day)
        offices = figures(Measure.STRONG, places.offices)
        found = ranking(Measure.STRONG, offices, most=TEN, smallest=_smallest(params))
        return Section(whole.title, [*_lines(BEST, found.best), *_lines(WORST, found.worst)])

    def notes_of(self, params: Mapping[str, Any]) -> tuple[str, ...]:
        limit = f"ไม่จัดอันดับหน่วยงานที่มีน้อยกว่า {_smallest(params)} แห่ง และที่ยังมีข้อมูลไม่ครบ"
        return (SHARES, limit)


def _smallest(params: Mapping[str, Any]) -> int:
    return int(params.get("smallest") or SMALLEST_RANKED)


def _lines(end: str, places: Iterable[PlaceFigure]) -> Iterator[Row]:
    for number, figure in enumerate(places, start=1):
        row = figure.place.strength
        yield (
            end,
            number,
            figure.place.name,
            row.population,
            row.classified,
            row.strong.count,
            row.strong.share,
            row.strong_of_classified.share,
        )
