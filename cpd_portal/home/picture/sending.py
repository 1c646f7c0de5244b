"""Which offices still owe their strength form, sent it late, or changed values afterwards."""

from dataclasses import dataclass

from coops.selectors.board import CHANGED, LATE, UNSENT, BoardLine, board
from cpd_portal.home.picture.figures import Figure
from cpd_portal.home.picture.scope import Scope


@dataclass(frozen=True)
class Sending:
    """`lines`: every office that a figure counts, those that have done least first."""

    figures: list[Figure]
    lines: list[BoardLine]


def sending(scope: Scope) -> Sending:
    shown = board(scope.viewer.offices_in_reach, scope.fiscal_year, scope.day)
    counts = shown.counts
    counted = [
        line for line in shown.lines if any(line.is_in(state) for state in (UNSENT, LATE, CHANGED))
    ]
    return Sending(
        [
            Figure("ยังไม่ส่ง", counts[UNSENT], "สำนักงาน"),
            Figure("ส่งช้าหรือเกินกำหนด", counts[LATE], "สำนักงาน"),
            Figure("มีค่าที่เปลี่ยนหลังอนุมัติ", counts[CHANGED], "สำนักงาน"),
        ],
        sorted(counted, key=lambda line: (line.is_sent, line.share)),
    )
