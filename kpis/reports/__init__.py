"""The scorecard and its KPIs as documents."""

from kpis.reports import book, kpi_sheet, measurements, scorecard

__all__ = ["book", "kpi_sheet", "measurements", "scorecard"]
