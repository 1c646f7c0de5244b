"""The entry grid of an office: one sheet per rule set, one row per institution."""

import json
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views import View

from coops.forms import GridFilterForm
from coops.grids import GridSheet, sheet_code, sheet_title, strength_sheet
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


class GridView(RoleRequiredMixin, View):
    """Officers and chiefs who see the office look; those of the very office type."""

    required_roles = ENTRY_ROLES

    def get(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit = office_in_reach(request, office)
        rule_sets = rule_sets_of(fiscal_year)
        if not rule_sets:
            raise Http404(f"no rule set of {fiscal_year}")
        chosen = _chosen_set(rule_sets, request.GET.get("sheet", ""))
        context = {**_frame(request, unit, rule_sets, chosen), **_body(request, unit, chosen)}
        return render(request, "coops/grid.html", context)


def office_in_reach(request: PortalRequest, code: str) -> OrgUnit:
    """Of the offices that the masthead lists anyway; outside them 404."""
    for unit in request.work.offices:
        if unit.code == code:
            return unit
    raise Http404(code)


def _chosen_set(rule_sets: list[RuleSet], code: str) -> RuleSet:
    for rule_set in rule_sets:
        if (rule_set.sector or rule_set.kind) == code:
            return rule_set
    if code:
        raise Http404(code)
    return rule_sets[0]


def _frame(
    request: PortalRequest, unit: OrgUnit, rule_sets: list[RuleSet], chosen: RuleSet
) -> dict[str, Any]:
    """What stands around the table."""
    sets = [rule_set.rules for rule_set in rule_sets]
    return {
        "desk": office_desk(request.user, unit, chosen.fiscal_year),
        "sheets": [(sheet_code(rules), sheet_title(rules)) for rules in sets],
        "rule_set": chosen,
    }


def _body(request: PortalRequest, unit: OrgUnit, chosen: RuleSet) -> dict[str, Any]:
    rules = chosen.rules
    sheet = strength_sheet(rules)
    types = InstitutionType.objects.filter(kind=chosen.kind, sector=chosen.sector)
    form = GridFilterForm(request.GET, types=types.values_list("code", "title"))
    found = assessments_of_sheet(unit, chosen, form.chosen())
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    ranges = _ranges(unit, chosen, page, sheet)
    rows = grid_rows(list(page.object_list), rules, sheet, ranges)
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


def _ranges(unit: OrgUnit, chosen: RuleSet, page: Page[Assessment], sheet: GridSheet) -> Ranges:
    types = {row.institution.type_id for row in page.object_list}
    return ranges_of(unit, chosen.fiscal_year, types, sheet)


def _ranges_json(ranges: Ranges) -> str:
    """For the script: {type: {column: [lowest, highest, in words]}}."""
    return json.dumps(
        {
            kind: {name: [str(row.low), str(row.high), row.words] for name, row in columns.items()}
            for kind, columns in ranges.items()
        },
        ensure_ascii=False,
    )
