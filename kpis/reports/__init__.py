"""The scorecard and its KPIs as documents."""

from kpis.reports import kpi_sheet, measurements, scorecard

__all__ = ["kpi_sheet", "measurements", "scorecard"]
