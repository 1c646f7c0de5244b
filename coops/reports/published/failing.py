"""How many do not reach each condition, of those assessed and of all."""

from collections.abc import Mapping
from typing import Any

from coops.choices import ConditionCode
from coops.reports.published.tables import KIND, SHARES, PublishedReport, Question, Section
from coops.selectors import Portion, Strength
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.failures import ConditionFailures, Failures, failures
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Cell, Column, Row

SEVERAL = "แห่งหนึ่งอาจไม่ผ่านหลายเงื่อนไข จึงไม่มีผลรวม"


@register
class PublishedFailing(PublishedReport):
    identifier = "published-failing"
    title = "จำนวนที่ไม่ผ่านรายเงื่อนไข"
    description = "ทุกเงื่อนไขของปี จำนวนที่ไม่ถึงชั้น 1 และชั้น 2 ร้อยละของที่ประเมินแล้วและของทั้งหมด"
    notes = (SHARES, SEVERAL)
    columns = (
        KIND,
        Column("เงื่อนไข", 36),
        Column("ทั้งหมด (แห่ง)", 12, places=0),
        Column("ประเมินแล้ว (แห่ง)", 12, places=0),
        Column("ไม่ถึงชั้น 1 (แห่ง)", 12, places=0),
        Column("ไม่ถึงชั้น 1 ร้อยละของที่ประเมินแล้ว", 15, places=2),
        Column("ไม่ถึงชั้น 1 ร้อยละของทั้งหมด", 15, places=2),
        Column("ไม่ถึงชั้น 2 (แห่ง)", 12, places=0),
        Column("ไม่ถึงชั้น 2 ร้อยละของที่ประเมินแล้ว", 15, places=2),
        Column("ไม่ถึงชั้น 2 ร้อยละของทั้งหมด", 15, places=2),
    )

    def section(self, question: Question, whole: Strength, params: Mapping[str, Any]) -> Section:
        choice = AnalysisChoice(
            fiscal_year=question.fiscal_year,
            kind=question.kind,
            sector=question.sector,
            as_of=question.day,
        )
        found = failures(question.user, choice)
        rows = [_row(one, condition) for one in found for condition in one.conditions]
        return Section(whole.title, rows)


def _row(found: Failures, condition: ConditionFailures) -> Row:
    return (
        str(ConditionCode(condition.code).label),
        found.population,
        found.assessed,
        *_shares(condition.tier_1, found.population),
        *_shares(condition.tier_2, found.population),
    )


def _shares(failed: Portion, population: int) -> tuple[Cell, ...]:
    return (failed.count, failed.share, Portion.of(failed.count, population).share)
