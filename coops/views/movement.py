"""From one year to another: the matrix, the picture of it, the institutions behind a cell."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from coops.forms.analysis import MovementForm
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.movement import (
    PAIRS,
    Move,
    Movement,
    Pair,
    move_of,
    moved,
    movement,
    movement_lines,
)
from coops.selectors.results_on import Outcome
from coops.views.analysis import AnalysisView, address
from cpd_portal.core.request import PortalRequest
from cpd_portal.frontend import palette
from cpd_portal.frontend.flow import Band, Node, flow
from cpd_portal.frontend.shapes import Chart

PER_PAGE = 50
MARKS = {Move.ROSE: "▲", Move.FELL: "▼"}
TONES = {Move.ROSE: "up", Move.FELL: "down", Move.STAYED: "same"}
FILLS = {
    Outcome.ONE: palette.TIER_1,
    Outcome.TWO: palette.TIER_2,
    Outcome.THREE: palette.TIER_3,
}
SHORT = {
    Outcome.GROUP_1: "กลุ่ม 1",
    Outcome.GROUP_2: "กลุ่ม 2",
    Outcome.INCOMPLETE: "ยังไม่ครบ",
    Outcome.ABSENT: "นอกรายชื่อ",
}


@dataclass(frozen=True)
class Cell:
    count: int
    url: str
    move: Move
    is_current: bool

    @property
    def mark(self) -> str:
        return MARKS.get(self.move, "")


@dataclass(frozen=True)
class MatrixRow:
    outcome: Outcome
    cells: list[Cell | None]
    total: int


@dataclass(frozen=True)
class MoveLine:
    """One kind of movement with the list behind it."""

    move: Move
    count: int
    url: str
    is_current: bool


class MovementView(AnalysisView):
    form_class = MovementForm
    template = "coops/movement.html"
    facet = "movement"

    def content(self, request: PortalRequest, form: Any, choice: AnalysisChoice) -> dict[str, Any]:
        earlier = form.earlier_of(choice.fiscal_year)
        found = movement(request.user, choice, earlier)
        picked = _picked(request)
        query = address(choice, earlier=earlier)
        shown = [outcome for outcome in Outcome if found.before[outcome] or found.after[outcome]]
        return {
            "earlier": earlier,
            "movement": found,
            "flow": _chart(found),
            "outcomes": [(one, found.after[one]) for one in shown],
            "matrix": [_row(found, one, shown, query, picked) for one in shown],
            "moves": [_move_line(move, found, query, request) for move in Move],
            **(_list(request, choice, found, picked) if picked else {}),
        }


def _picked(request: PortalRequest) -> list[Pair]:
    """The cells that are asked for: one by its two outcomes, or all of one kind of movement."""
    move = request.GET.get("move", "")
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    return [
        pair
        for pair in PAIRS
        if (pair[0].value, pair[1].value) == (before, after) or move_of(*pair) == move
    ]


def _row(
    found: Movement, before: Outcome, shown: list[Outcome], query: str, picked: list[Pair]
) -> MatrixRow:
    cells = [
        _cell(found.count(before, after), before, after, query, picked)
        if before != Outcome.ABSENT or after != Outcome.ABSENT
        else None
        for after in shown
    ]
    return MatrixRow(before, cells, found.before[before])


def _cell(count: int, before: Outcome, after: Outcome, query: str, picked: list[Pair]) -> Cell:
    url = f"?{query}&{urlencode({'before': before.value, 'after': after.value})}#list"
    return Cell(count, url, move_of(before, after), (before, after) in picked)


def _move_line(move: Move, found: Movement, query: str, request: PortalRequest) -> MoveLine:
    url = f"?{query}&move={move.value}#list"
    return MoveLine(move, found.moves[move], url, request.GET.get("move") == move.value)


def _chart(found: Movement) -> Chart:
    outcomes = list(Outcome)
    bands = [
        Band(outcomes.index(before), outcomes.index(after), count, _tone(before, after))
        for (before, after), count in found.counts.items()
    ]
    return flow(_nodes(found.before), _nodes(found.after), bands, "แห่ง")


def _nodes(counts: dict[Outcome, int]) -> list[Node]:
    return [
        Node(SHORT.get(one, str(one.label)), count, FILLS.get(one, ""))
        for one, count in counts.items()
    ]


def _tone(before: Outcome, after: Outcome) -> str:
    return TONES.get(move_of(before, after), "other")


def _list(
    request: PortalRequest, choice: AnalysisChoice, found: Movement, picked: list[Pair]
) -> dict[str, Any]:
    """The matrix has counted the rows already."""
    rows = moved(request.user, choice, found.earlier, picked)
    paginator = Paginator(rows, PER_PAGE)
    paginator.count = sum(found.count(*pair) for pair in picked)
    page = paginator.get_page(request.GET.get("page"))
    one_cell = len(picked) == 1
    move = move_of(*picked[0])
    title = f"{picked[0][0].label} → {picked[0][1].label}" if one_cell else str(move.label)
    params = {
        name: request.GET[name] for name in ("before", "after", "move") if name in request.GET
    }
    report = reverse("reports:request", args=["strength-movement"])
    return {
        "page": page,
        "lines": movement_lines(page.object_list),
        "list_title": title,
        "report_url": f"{report}?{address(choice, earlier=found.earlier, **params)}",
    }
