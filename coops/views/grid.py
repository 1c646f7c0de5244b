"""The entry grid of an office: one sheet per rule set, one row per institution."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views import View

from coops.choices import Kind, RuleStatus
from coops.forms import GridFilterForm
from coops.grids import (
    GridSheet,
    facts_code,
    sheet_code,
    sheet_title,
    strength_sheet,
    year_facts_sheet,
)
from coops.selectors.desk import office_desk
from coops.selectors.grid import assessments_of_sheet, grid_rows
from coops.selectors.grid_sheets import SheetRules, progress_over, sheet_rules
from coops.selectors.ranges import Ranges
from coops.views.desk import ENTRY_ROLES
from cpd_portal.core.counted_paginator import CountedPaginator
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.thai.formatting import format_number

# As many as the desk shows: with more, a key at a slow desk waits for the layout of the table.
ROWS_PER_PAGE = 50


@dataclass(frozen=True)
class Chosen:
    """A sheet of the grid, the rules of its rows, and which assessments stand in it."""

    sheet: GridSheet
    rules: list[SheetRules]

    @property
    def rows(self) -> Q:
        return Q(rule_set__in=[found.rule_set.pk for found in self.rules])

    @property
    def shown(self) -> int:
        return sum(found.shown for found in self.rules)

    @property
    def cut_off(self) -> date | None:
        """The last day whose defect status counts, for a sheet that asks for it."""
        return None if self.sheet.of_facts else self.rules[0].rule_set.cut_off

    @property
    def types(self) -> list[tuple[str, str]]:
        return [found for one in self.rules for found in one.types]


class GridView(RoleRequiredMixin, View):
    """Officers and chiefs who see the office look; those of the very office type."""

    required_roles = ENTRY_ROLES

    def get(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit = office_in_reach(request, office)
        form = GridFilterForm(request.GET)
        sheets = sheet_rules(unit, fiscal_year, form.chosen())
        if not sheets:
            raise Http404(f"no rule set of {fiscal_year}")
        chosen = _chosen(sheets, request.GET.get("sheet", ""))
        form.offer(chosen.types)
        context = {
            "desk": office_desk(request.user, unit, fiscal_year, progress_over(sheets)),
            "sheets": _sheets(sheets),
            "is_provisional": any(
                found.rule_set.status == RuleStatus.PROVISIONAL for found in sheets
            ),
            "form": form,
            "cut_off": chosen.cut_off,
            **_body(request, unit, fiscal_year, chosen, form.chosen()),
        }
        return render(request, "coops/grid.html", context)


def office_in_reach(request: PortalRequest, code: str) -> OrgUnit:
    """Of the offices that the masthead lists anyway; outside them 404."""
    for unit in request.work.offices:
        if unit.code == code:
            return unit
    raise Http404(code)


def _sheets(sheets: list[SheetRules]) -> list[tuple[str, str]]:
    strength = [(sheet_code(found.rules), sheet_title(found.rules)) for found in sheets]
    return strength + [(facts_code(kind), f"ข้อเท็จจริง{kind.label}") for kind in Kind]


def _chosen(sheets: list[SheetRules], code: str) -> Chosen:
    for found in sheets:
        if code in ("", sheet_code(found.rules)):
            return Chosen(strength_sheet(found.rules), [found])
    for kind in Kind:
        if code == facts_code(kind):
            of_kind = [found for found in sheets if found.rule_set.kind == kind]
            return Chosen(year_facts_sheet(kind), of_kind)
    raise Http404(code)


def _body(
    request: PortalRequest, unit: OrgUnit, year: int, chosen: Chosen, filters: Mapping[str, str]
) -> dict[str, Any]:
    sheet = chosen.sheet
    found = assessments_of_sheet(unit, year, chosen.rows, filters)
    pages = CountedPaginator(found, ROWS_PER_PAGE, count=chosen.shown)
    page = pages.get_page(request.GET.get("page"))
    rows, ranges = grid_rows(unit, list(page.object_list), chosen.rules, sheet)
    return {
        "sheet": sheet,
        "page": page,
        "rows": rows,
        "ranges": _ranges_json(ranges),
        "filled": sum(cell.value != "" for row in rows for cell in row.cells),
        "cells": len(rows) * len(sheet.columns),
        "result": f"แสดง {format_number(len(rows))} จาก {format_number(chosen.shown)} แห่ง",
    }


def _ranges_json(ranges: Ranges) -> str:
    """For the script: {type: {column: [lowest, highest, in words]}}."""
    return json.dumps(
        {
            kind: {name: [str(row.low), str(row.high), row.words] for name, row in columns.items()}
            for kind, columns in ranges.items()
        },
        ensure_ascii=False,
    )
