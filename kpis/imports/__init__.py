"""Spreadsheets in: one module for each kind. All go through the services of the pages."""

from cpd_portal.core.choices import Role

TEMPLATE = 1
"""Counted up when columns get another meaning: older files are refused by the name of their
sheet."""
OWNERS = frozenset({Role.OFFICER, Role.CHIEF})
PAGE = ("kpis:scorecard", "สรุปคะแนนตัวชี้วัด")
