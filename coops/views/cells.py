"""What the entry grid asks in the background: cells to store, a cell's history and remarks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from coops.forms.grid import many_cells, one_cell
from coops.grids import FACTS, GridColumn, column_of, strength_sheet
from coops.models import Assessment, CellComment
from coops.rules import RuleSet
from coops.selectors.cells import cell_changes, comments_of, last_change
from coops.selectors.grid import completed, row_result
from coops.services import (
    CellAnswer,
    CellConflict,
    CellEntry,
    cell_save,
    cells_save,
    comment_add,
    comment_resolve,
    fact_cells_save,
)
from coops.views.desk import ENTRY_ROLES
from coops.views.grid import office_in_reach
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, scoped
from cpd_portal.thai.dates import format_datetime

CLOSED_STATUS = 423


class CellView(RoleRequiredMixin, View):
    """One cell: 200 stored, 422 refused, 409 somebody else changed it, 423 entry is closed."""

    required_roles = ENTRY_ROLES
    http_method_names = ["post"]
    request: PortalRequest

    def post(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit, entry = _office(request, office), one_cell(request)
        try:
            answer, row = self._saved(unit, fiscal_year, entry)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except Assessment.DoesNotExist as error:
            raise Http404("no such row") from error
        except RuleViolation as error:
            return _closed(error)
        return _answered(unit, fiscal_year, [answer], [row], _status(answer))

    def _saved(
        self, office: OrgUnit, fiscal_year: int, entry: CellEntry
    ) -> tuple[CellAnswer, Assessment]:
        actor = self.request.user
        place: dict[str, Any] = {"actor": actor, "office": office, "fiscal_year": fiscal_year}
        if entry.name.startswith(FACTS):
            answer = fact_cells_save(**place, entries=[entry])[0]
            return answer, _assessment(self.request, entry.row)
        try:
            return cell_save(**place, entry=entry)
        except (InvalidInput, CellConflict) as problem:
            row = _assessment(self.request, entry.row)
            column = column_of(row, entry.name)
            return CellAnswer(entry, column.read(row) if column else "", problem), row


class CellsView(RoleRequiredMixin, View):
    """Many cells, each answered by itself."""

    required_roles = ENTRY_ROLES
    http_method_names = ["post"]

    def post(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit, entries = _office(request, office), many_cells(request)
        place: dict[str, Any] = {"actor": request.user, "office": unit, "fiscal_year": fiscal_year}
        facts = [entry for entry in entries if entry.name.startswith(FACTS)]
        others = [entry for entry in entries if not entry.name.startswith(FACTS)]
        try:
            found = fact_cells_save(**place, entries=facts)
            found += cells_save(**place, entries=others) if others else []
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            return _closed(error)
        answers = {answer.entry: answer for answer in found}
        rows = Assessment.objects.visible_to(request.user).of_office(unit).of_year(fiscal_year)
        shown = rows.filter(pk__in={entry.row for entry in entries}).select_related("rule_set")
        return _answered(unit, fiscal_year, [answers[entry] for entry in entries], shown)


class CellNotesView(RoleRequiredMixin, View):
    """History and remarks of one cell, as a part of the page; a post adds a remark."""

    required_roles = ENTRY_ROLES

    def get(self, request: PortalRequest, row: int) -> HttpResponse:
        assessment = _assessment(request, row)
        return _notes(request, assessment, _known_column(assessment, request.GET.get("name", "")))

    def post(self, request: PortalRequest, row: int) -> HttpResponse:
        assessment = _assessment(request, row)
        column = _known_column(assessment, request.POST.get("name", ""))
        text = request.POST.get("text", "")
        try:
            comment_add(actor=request.user, assessment=assessment, cell=column.name, text=text)
        except InvalidInput as error:
            problem = error.errors[0][1]
            return _notes(request, assessment, column, problem=problem, typed=text, status=422)
        return _notes(request, assessment, column)


class CommentResolveView(RoleRequiredMixin, View):
    required_roles = ENTRY_ROLES
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        found = scoped(CellComment, request.user).select_related("assessment__rule_set")
        comment: CellComment = get_object_or_404(found, pk=pk)
        problem = ""
        try:
            comment_resolve(actor=request.user, comment=comment)
        except RuleViolation as error:
            problem = error.message
        column = _known_column(comment.assessment, comment.cell)
        return _notes(request, comment.assessment, column, problem=problem)


def _office(request: PortalRequest, code: str) -> OrgUnit:
    """Without a query where the person works in that very office."""
    own = (membership.org_unit for membership in request.user.active_memberships)
    return next((unit for unit in own if unit.code == code), None) or office_in_reach(
        request, code
    )


def _assessment(request: PortalRequest, pk: int) -> Assessment:
    rows = scoped(Assessment, request.user).select_related("rule_set", "office", "institution")
    found: Assessment = get_object_or_404(rows, pk=pk)
    return found


def _known_column(row: Assessment, name: str) -> GridColumn:
    column = column_of(row, name)
    if column is None:
        raise Http404("no such cell")
    return column


def _status(answer: CellAnswer) -> int:
    if answer.problem is None:
        return 200
    return 409 if isinstance(answer.problem, CellConflict) else 422


def _closed(error: RuleViolation) -> JsonResponse:
    return JsonResponse({"closed": error.message}, status=CLOSED_STATUS)


def _answered(
    office: OrgUnit,
    fiscal_year: int,
    answers: Sequence[CellAnswer],
    rows: Iterable[Assessment],
    status: int = 200,
) -> JsonResponse:
    by_pk = {row.pk: row for row in rows}
    rule_sets = {row.rule_set_id: row.rule_set for row in by_pk.values()}
    rules = {pk: rule_set.rules for pk, rule_set in rule_sets.items()}
    same_progress = all(answer.same_progress for answer in answers)
    body = {
        "cells": [_cell_json(answer, by_pk.get(answer.entry.row)) for answer in answers],
        "rows": {pk: _row_json(row, rules[row.rule_set_id]) for pk, row in by_pk.items()},
        "progress": None if same_progress else completed(office, fiscal_year),
    }
    return JsonResponse(body, status=status)


def _cell_json(answer: CellAnswer, row: Assessment | None) -> dict[str, Any]:
    entry: CellEntry = answer.entry
    shown = {"row": entry.row, "name": entry.name, "value": answer.stored}
    if isinstance(answer.problem, CellConflict) and row is not None:
        return {**shown, "status": "conflict", **_conflict_json(answer.problem, row, entry)}
    if isinstance(answer.problem, InvalidInput):
        return {**shown, "status": "refused", "message": answer.problem.errors[0][1]}
    return {**shown, "status": "saved"}


def _conflict_json(conflict: CellConflict, row: Assessment, entry: CellEntry) -> dict[str, Any]:
    """Both values in words, and who stored the other one when."""
    column = _known_column(row, entry.name)
    change = last_change(row, column)
    return {
        "message": conflict.message,
        "words": column.words(conflict.stored),
        "who": change.who if change else "",
        "when": format_datetime(change.when) if change else "",
    }


def _row_json(row: Assessment, rule_set: RuleSet) -> dict[str, Any]:
    result = row_result(row, rule_set, strength_sheet(rule_set))
    return {
        "state": result.state,
        "tier": result.tier,
        "group": result.unassessed_group,
        "total": result.total,
        "missing": result.missing_words,
    }


def _notes(
    request: PortalRequest,
    assessment: Assessment,
    column: GridColumn,
    *,
    problem: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    comments = comments_of(assessment, column)
    context = {
        "assessment": assessment,
        "column": column,
        "changes": cell_changes(assessment, column),
        "comments": comments,
        "open": sum(comment.resolved_at is None for comment in comments),
        "problem": problem,
        "typed": typed,
    }
    return render(request, "coops/_cell_notes.html", context, status=status)
