"""What signing a version of a scorecard would change."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kpis.models import Kpi, KpiResult
from kpis.rules import score
from kpis.selectors.criteria import criteria_of

if TYPE_CHECKING:
    from kpis.figures.content import ScorecardContent


def scorecard_effects(fiscal_year: int, content: "ScorecardContent") -> Iterable[tuple[str, str]]:
    """Lines of (what, how much)."""
    kpis = list(Kpi.objects.for_year(fiscal_year).select_related("scorecard"))
    criteria = criteria_of(kpis)
    held = {kpi.number: kpi for kpi in kpis}
    new = {row.number for row in content.kpis}
    changed = [
        number
        for (pk, round), criterion in criteria.items()
        for number in [next(kpi.number for kpi in kpis if kpi.pk == pk)]
        if content.rule(number, round) != criterion.rule
    ]
    weights = [
        row.number
        for row in content.kpis
        if row.number in held and held[row.number].weight != row.weight
    ]
    yield "ตัวชี้วัดที่เพิ่ม", str(len(new - set(held)))
    yield "ตัวชี้วัดที่นำออก", str(len(set(held) - new))
    yield "ตัวชี้วัดที่น้ำหนักเปลี่ยน", str(len(weights))
    yield "เกณฑ์รายรอบที่เปลี่ยน", str(len(changed))
    yield "ผลที่บันทึกแล้วและคะแนนเปลี่ยน", str(_rescored(fiscal_year, content))
    frozen = KpiResult.objects.frozen().filter(kpi__scorecard__fiscal_year=fiscal_year)
    yield "ผลที่ปิดผนึกแล้ว คงเดิม", str(frozen.count())


def _rescored(fiscal_year: int, content: "ScorecardContent") -> int:
    """Open results whose score would be another one."""
    rows = KpiResult.objects.open().filter(kpi__scorecard__fiscal_year=fiscal_year)
    found = list(rows.select_related("kpi__scorecard"))
    criteria = criteria_of(row.kpi for row in found)
    policy = content.policy("")
    count = 0
    for row in found:
        rule, criterion = content.rule(row.kpi.number, row.round), criteria[row.kpi_id, row.round]
        now = score(criterion.rule, row.rule_value, row.kpi.scorecard.policy).exact
        then = None if rule is None else score(rule, row.rule_value, policy).exact
        count += now != then
    return count
