"""Strength by region, by province and by type, with the share of all and of those assessed."""

from collections.abc import Mapping
from typing import Any

from coops.choices import RuleStatus
from coops.reports.published.tables import KIND, TOTAL, PublishedReport, Question, Section
from coops.selectors import (
    PlaceStrength,
    Strength,
    strength_by_province,
    strength_by_region,
    strength_by_type,
)
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Row

NO_REGION = "ไม่ได้จัดเขตตรวจราชการ"


def strength_columns(head: str) -> tuple[Column, ...]:
    return (
        KIND,
        Column(head, 30),
        Column("ทั้งหมด (แห่ง)", 11, places=0),
        Column("ประเมินแล้ว (แห่ง)", 11, places=0),
        Column("ชั้น 1", 9, places=0),
        Column("ชั้น 2", 9, places=0),
        Column("ชั้น 1 และ 2", 10, places=0),
        Column("ชั้น 1 และ 2 ร้อยละของทั้งหมด", 13, places=2),
        Column("ชั้น 1 และ 2 ร้อยละของที่ประเมินแล้ว", 14, places=2),
        Column("ชั้น 3", 9, places=0),
        Column("ไม่นำมาประเมิน กลุ่มที่ 1", 12, places=0),
        Column("ไม่นำมาประเมิน กลุ่มที่ 2", 12, places=0),
        Column("ข้อมูลยังไม่ครบ", 11, places=0),
        Column("สถานะผล", 12, on_paper=False),
    )


def strength_row(name: str, row: Strength) -> Row:
    one, two, three = (portion.count for portion in row.tiers.values())
    return (
        name,
        row.population,
        row.classified,
        one,
        two,
        row.strong.count,
        row.strong.share,
        row.strong_of_classified.share,
        three,
        *(portion.count for portion in row.unassessed.values()),
        row.incomplete,
        str(RuleStatus(row.status).label),
    )


class PublishedStrength(PublishedReport):
    """By places of one sort, with the sum."""

    def places(self, question: Question) -> list[PlaceStrength]:
        raise NotImplementedError

    def section(self, question: Question, whole: Strength, params: Mapping[str, Any]) -> Section:
        rows = [strength_row(one.name or NO_REGION, one.strength) for one in self.places(question)]
        return Section(whole.title, rows, strength_row(TOTAL, whole))


@register
class PublishedByRegion(PublishedStrength):
    identifier = "published-strength-by-region"
    title = "ความเข้มแข็งรายเขตตรวจราชการ"
    description = "จำนวนแต่ละชั้นของทุกเขต ร้อยละของทั้งหมดและของที่ประเมินแล้ว ณ วันใดก็ได้"
    columns = strength_columns("เขตตรวจราชการ")

    def places(self, question: Question) -> list[PlaceStrength]:
        return strength_by_region(*question.asked, as_of=question.day)


@register
class PublishedByProvince(PublishedStrength):
    identifier = "published-strength-by-province"
    title = "ความเข้มแข็งรายจังหวัด"
    description = "จำนวนแต่ละชั้นของทุกจังหวัด ร้อยละของทั้งหมดและของที่ประเมินแล้ว ณ วันใดก็ได้"
    columns = strength_columns("จังหวัด")

    def places(self, question: Question) -> list[PlaceStrength]:
        return strength_by_province(*question.asked, as_of=question.day)


@register
class PublishedByType(PublishedStrength):
    identifier = "published-strength-by-type"
    title = "ความเข้มแข็งรายประเภท"
    description = "จำนวนแต่ละชั้นของทุกประเภท ร้อยละของทั้งหมดและของที่ประเมินแล้ว ณ วันใดก็ได้"
    columns = strength_columns("ประเภท")

    def places(self, question: Question) -> list[PlaceStrength]:
        return strength_by_type(*question.asked, as_of=question.day)
