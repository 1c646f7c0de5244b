"""What the portal itself can say of a KPI's result."""

from datetime import date
from decimal import Decimal

from cpd_portal.core.choices import Round
from kpis.models import Kpi
from kpis.rules.lineage import Computed, Input, stored
from kpis.selectors.measured import measured


def computed_result(*, kpi: Kpi, round_code: str, today: date) -> Computed | None:
    """None where the portal holds no data for that KPI and round."""
    found = measured(kpi.live_source, kpi.scorecard.fiscal_year)
    if found is None or round_code != Round.TWELVE_MONTHS:
        return None
    source = f"{kpi.get_live_source_display()} ณ {today:%Y-%m-%d}"
    inputs = (
        Input("ชั้น 1 และชั้น 2", Decimal(found.count), "แห่ง", source),
        Input("จำนวนทั้งหมด", Decimal(found.population), "แห่ง", source),
    )
    notes = (f"ยังประเมินไม่ครบ {found.open:,} แห่ง",) if found.is_preliminary else ()
    return Computed(stored(found.share), inputs, found.is_preliminary, notes)
