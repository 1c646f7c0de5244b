"""The entry grid of an office: one sheet per rule set, one row per institution."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views import View

from coops.choices import Kind, RuleStatus
from coops.entry import entry_progress
from coops.forms import GridFilterForm
from coops.grids import (
    GridSheet,
    facts_code,
    sheet_code,
    sheet_title,
    strength_sheet,
    year_facts_sheet,
)
from coops.models import Assessment, InstitutionType, RuleSet
from coops.selectors.desk import office_desk
from coops.selectors.grid import assessments_of_sheet, grid_rows, rule_sets_of
from coops.selectors.ranges import Ranges, ranges_of
from coops.views.desk import ENTRY_ROLES
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.thai.formatting import format_number

ROWS_PER_PAGE = 100


@dataclass(frozen=True)
class Chosen:
    """A sheet of the grid: which assessments stand in it, and the types to filter them by."""

    sheet: GridSheet
    rows: Q
    types: Q


class GridView(RoleRequiredMixin, View):
    """Officers and chiefs who see the office look; those of the very office type."""

    required_roles = ENTRY_ROLES

    def get(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit = office_in_reach(request, office)
        rule_sets = rule_sets_of(fiscal_year)
        if not rule_sets:
            raise Http404(f"no rule set of {fiscal_year}")
        chosen = _chosen(rule_sets, request.GET.get("sheet", ""))
        progress = entry_progress(unit, fiscal_year)
        context = {
            "desk": office_desk(request.user, unit, fiscal_year, progress),
            "sheets": _sheets(rule_sets),
            "is_provisional": any(row.status == RuleStatus.PROVISIONAL for row in rule_sets),
            **_body(request, unit, rule_sets, chosen),
        }
        return render(request, "coops/grid.html", context)


def office_in_reach(request: PortalRequest, code: str) -> OrgUnit:
    """Of the offices that the masthead lists anyway; outside them 404."""
    for unit in request.work.offices:
        if unit.code == code:
            return unit
    raise Http404(code)


def _sheets(rule_sets: list[RuleSet]) -> list[tuple[str, str]]:
    strength = [(sheet_code(row.rules), sheet_title(row.rules)) for row in rule_sets]
    return strength + [(facts_code(kind), f"ข้อเท็จจริง{kind.label}") for kind in Kind]


def _chosen(rule_sets: list[RuleSet], code: str) -> Chosen:
    for rule_set in rule_sets:
        if code in ("", rule_set.sector or rule_set.kind):
            types = Q(kind=rule_set.kind, sector=rule_set.sector)
            return Chosen(strength_sheet(rule_set.rules), Q(rule_set=rule_set), types)
    for kind in Kind:
        if code == facts_code(kind):
            return Chosen(year_facts_sheet(kind), Q(rule_set__kind=kind), Q(kind=kind))
    raise Http404(code)


def _body(
    request: PortalRequest, unit: OrgUnit, rule_sets: list[RuleSet], chosen: Chosen
) -> dict[str, Any]:
    sheet, year = chosen.sheet, rule_sets[0].fiscal_year
    types = InstitutionType.objects.filter(chosen.types)
    form = GridFilterForm(request.GET, types=types.values_list("code", "title"))
    found = assessments_of_sheet(unit, year, chosen.rows, form.chosen())
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    ranges = _ranges(unit, year, page, sheet)
    rows = grid_rows(list(page.object_list), rule_sets, sheet, ranges)
    return {
        "sheet": sheet,
        "form": form,
        "page": page,
        "rows": rows,
        "ranges": _ranges_json(ranges),
        "filled": sum(cell.value != "" for row in rows for cell in row.cells),
        "cells": len(rows) * len(sheet.columns),
        "result": f"แสดง {format_number(len(rows))} จาก {format_number(page.paginator.count)} แห่ง",
    }


def _ranges(unit: OrgUnit, year: int, page: Page[Assessment], sheet: GridSheet) -> Ranges:
    types = {row.institution.type_id for row in page.object_list}
    return ranges_of(unit, year, types, sheet)


def _ranges_json(ranges: Ranges) -> str:
    """For the script: {type: {column: [lowest, highest, in words]}}."""
    return json.dumps(
        {
            kind: {name: [str(row.low), str(row.high), row.words] for name, row in columns.items()}
            for kind, columns in ranges.items()
        },
        ensure_ascii=False,
    )
