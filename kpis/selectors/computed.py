"""Results that the portal computes from what it holds, each with its inputs."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from cpd_portal.thai.dates import format_date
from kpis.choices import Computation
from kpis.models import Criterion, Kpi
from kpis.rules import components as rules
from kpis.rules.collection import collection_result
from kpis.rules.datasets import master_data_result, open_data_result
from kpis.rules.lineage import Computed, Input, counted, stored
from kpis.selectors.components import components_of
from kpis.selectors.datasets import master_facts, open_facts
from kpis.selectors.half_year import half_year, meeting_rule
from kpis.selectors.measured import measured
from kpis.selectors.plan import half_year_steps, late_in_half
from kpis.selectors.programme import collection_members, members_of, on_plan_counts
from kpis.selectors.readings import readings_of

Compute = Callable[[Kpi, date], Computed | None]
FromComponents = Callable[[Sequence[rules.Component], int], Computed | None]
PLACES = "แห่ง"


def computed_result(*, kpi: Kpi, round_code: str, today: date) -> Computed | None:
    """None where the portal holds no data for this KPI and round. A result without `value` and
    `parts` is open: its notes say what is still to be entered."""
    criterion = Criterion.objects.filter(kpi=kpi, round=round_code).first()
    return computed_for(kpi, criterion.computation, today) if criterion else None


def computed_for(kpi: Kpi, computation: str, today: date) -> Computed | None:
    """As `computed_result`, of a criterion's computation ("": none)."""
    return COMPUTE[Computation(computation)](kpi, today) if computation else None


def _from_components(rule: FromComponents) -> Compute:
    def compute(kpi: Kpi, today: date) -> Computed | None:
        found = components_of(kpi)
        if not any(component.is_entered for component in found):
            return None
        return rule(found, kpi.scorecard.fiscal_year)

    return compute


def _levels(kpi: Kpi, today: date) -> Computed | None:
    least = readings_of(kpi).least_level
    return _from_components(partial(rules.levels_reached, least=least))(kpi, today)


def _strength(kpi: Kpi, today: date) -> Computed | None:
    found = measured(kpi.live_source, kpi.scorecard.fiscal_year)
    if found is None:
        return None
    source = kpi.get_live_source_display()
    inputs = (
        Input("ชั้น 1 และชั้น 2", Decimal(found.count), PLACES, source),
        Input("ประชากรที่กำหนดไว้", Decimal(found.population), PLACES, "บัญชีรายชื่อของปี"),
    )
    words = f"ยังจัดชั้นไม่ครบ {found.open:,} แห่ง ซึ่งนับอยู่ในประชากรแล้ว"
    notes = (words,) if found.is_preliminary else ()
    return Computed(stored(found.share), inputs, found.is_preliminary, notes)


def _meetings(kpi: Kpi, today: date) -> Computed | None:
    rule = meeting_rule(kpi)
    found = half_year(kpi, today, rule) if rule else None
    if rule is None or found is None:
        return None
    limit = f"ปิดบัญชีและประชุมใหญ่ภายใน {found.days} วัน"
    inputs = (
        Input(limit, Decimal(found.done), PLACES, "ข้อเท็จจริงของปีบัญชี"),
        Input(rule.words, Decimal(found.population), PLACES, "บัญชีรายชื่อของปี"),
        Input("ยังทันกำหนด", Decimal(found.open), PLACES, f"ณ {format_date(today)}"),
        Input("ไม่ทันกำหนด", Decimal(found.missed), PLACES, f"ณ {format_date(today)}"),
    )
    return counted(found.done, inputs)


def _collection(kpi: Kpi, today: date) -> Computed | None:
    readings = readings_of(kpi)
    return collection_result(
        collection_members(kpi, readings), kpi.scorecard.fiscal_year, readings.growth_average
    )


def _on_plan(kpi: Kpi, today: date) -> Computed | None:
    rows = members_of(kpi)
    on_plan, off_plan, unsaid = on_plan_counts(rows)
    if not on_plan + off_plan:
        return None
    source = "รายชื่อสหกรณ์ในโครงการ"
    inputs = (
        Input("ดำเนินกิจกรรมได้ตามแผน", Decimal(on_plan), PLACES, source),
        Input("ไม่ได้ตามแผน", Decimal(off_plan), PLACES, source),
        Input("ยังไม่รายงาน", Decimal(unsaid), PLACES, source),
    )
    notes = (f"ยังไม่รายงาน {unsaid:,} แห่ง",) if unsaid else ()
    return Computed(Decimal(on_plan), inputs, bool(unsaid), notes)


def _activities(kpi: Kpi, today: date) -> Computed | None:
    steps = half_year_steps(kpi)
    ticks = {step: getattr(step, "tick", None) for step in steps}
    if not any(ticks.values()):
        return None
    inputs = tuple(
        Input(
            f"{step.number}. {step.text}",
            Decimal(1 if tick else 0),
            "กิจกรรม",
            f"แล้วเสร็จ {format_date(tick.done_on)}" if tick else "ยังไม่แล้วเสร็จ",
        )
        for step, tick in ticks.items()
    )
    late = late_in_half(steps, kpi.scorecard.fiscal_year)
    notes = tuple(f"กิจกรรมที่ {step.number} แล้วเสร็จหลังครึ่งปีแรก" for step in late)
    return counted(sum(1 for tick in ticks.values() if tick), inputs, *notes)


def _open_data(kpi: Kpi, today: date) -> Computed | None:
    return open_data_result(open_facts(kpi, today))


def _master_data(kpi: Kpi, today: date) -> Computed | None:
    return master_data_result(master_facts(kpi, today))


COMPUTE: dict[Computation, Compute] = {
    Computation.GROWTH_OF_SUM: _from_components(rules.growth_of_sum),
    Computation.DIFFERENCE: _from_components(rules.difference),
    Computation.FIGURE: _from_components(rules.figure),
    Computation.MEAN: _from_components(rules.mean),
    Computation.LEVELS_REACHED: _levels,
    Computation.STRENGTH: _strength,
    Computation.MEETINGS: _meetings,
    Computation.COLLECTION: _collection,
    Computation.ON_PLAN: _on_plan,
    Computation.ACTIVITIES: _activities,
    Computation.OPEN_DATA: _open_data,
    Computation.MASTER_DATA: _master_data,
}
