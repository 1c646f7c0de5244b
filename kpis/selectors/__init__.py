"""Reads for pages, the API, documents and other apps."""

from kpis.selectors.detail import KpiDetail, kpi_detail
from kpis.selectors.lines import GroupLines, KpiLine, Summary
from kpis.selectors.measured import Measured, measured
from kpis.selectors.scorecard import (
    kept_summary,
    latest_year,
    scorecard_summary,
)

__all__ = [
    "GroupLines",
    "KpiDetail",
    "KpiLine",
    "Measured",
    "Summary",
    "kpi_detail",
    "latest_year",
    "measured",
    "kept_summary",
    "scorecard_summary",
]
