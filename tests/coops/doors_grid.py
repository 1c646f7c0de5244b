"""Who meets what at the addresses of the entry grid."""

from coops.models import CellComment
from cpd_portal.core.models import User
from tests.coops.rows import make_assessment
from tests.doors import Door, everybody


def _round() -> dict[str, object]:
    return {"office": "50", "fiscal_year": 2567}


def _row() -> dict[str, object]:
    return {"row": make_assessment(fiscal_year=2567).pk}


def _comment() -> dict[str, object]:
    author = User.objects.create(username="commentator", full_name="ผู้เขียนหมายเหตุ")
    comment = CellComment.objects.create(
        assessment=make_assessment(fiscal_year=2567), cell="points/1.1", text="ก", author=author
    )
    return {"pk": comment.pk}


NO_CELLS = {"cells": [{"row": 0, "name": "points/1.1", "value": "1", "seen": ""}]}

DOORS: list[Door] = [
    Door("coops:grid", everybody(403, officer=200, chief=200, outsider=404), _round),
    # No such row in anybody's office: whoever may save at all is told so.
    Door(
        "coops:cell",
        everybody(403, officer=404, chief=404, outsider=404),
        _round,
        method="post",
        data=NO_CELLS["cells"][0],
        json=True,
    ),
    Door(
        "coops:cells",
        everybody(403, officer=200, chief=200, outsider=404),
        _round,
        method="post",
        data=NO_CELLS,
        json=True,
    ),
    Door(
        "coops:cell-notes",
        everybody(403, officer=200, chief=200, outsider=404),
        _row,
        query="?name=points/1.1",
    ),
    Door(
        "coops:cell-notes",
        everybody(403, officer=200, chief=200, outsider=404),
        _row,
        method="post",
        data={"name": "points/1.1", "text": "ตรวจแล้ว"},
    ),
    Door(
        "coops:comment-resolve",
        everybody(403, officer=200, chief=200, outsider=404),
        _comment,
        method="post",
    ),
]
