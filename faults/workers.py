"""Workers that die, that get the same job, or that are too slow for the broker."""

import time

from faults.outcome import Outcome
from faults.people import signed_in
from faults.reports import LONG, Order, lost_and_doubled, order
from faults.stage import Stage

PATIENCE = 300.0


def killed_in_report(stage: Stage) -> Outcome:
    """First the process that renders, then the whole worker with everything it has taken."""
    child, whole = _child_killed(stage), _whole_killed(stage)
    orders = [child[0], whole[0]]
    lost, doubled = lost_and_doubled(stage, orders)
    note = (
        f"documents without their file, files and endings beyond one; the rendering process "
        f"killed: file there after {child[1]:.1f} s; the whole worker killed and started again: "
        f"{whole[1]:.1f} s; the same report undisturbed: {_undisturbed(stage):.1f} s"
    )
    return Outcome(lost, doubled, max(child[1], whole[1]), note)


def _undisturbed(stage: Stage) -> float:
    return order(signed_in(stage.server, "executive"), LONG).until_done(PATIENCE)


def _child_killed(stage: Stage) -> tuple[Order, float]:
    ordered = order(signed_in(stage.server, "executive"), LONG)
    ordered.until_running()
    start = time.monotonic()
    stage.kill_children("worker")
    ordered.until_done(PATIENCE)
    return ordered, time.monotonic() - start


def _whole_killed(stage: Stage) -> tuple[Order, float]:
    ordered = order(signed_in(stage.server, "executive"), LONG)
    ordered.until_running()
    start = time.monotonic()
    stage.kill("worker")
    stage.start("worker")
    ordered.until_done(PATIENCE)
    return ordered, time.monotonic() - start
