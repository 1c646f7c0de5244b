"""What a fault left behind: nothing lost, nothing doubled, normal again in time."""

from dataclasses import dataclass
from typing import Any


class NotDone(Exception):
    """This machine cannot do the fault; said in the result, which then has not passed."""


@dataclass(frozen=True)
class Outcome:
    """What was counted after one fault; `note` says of what, `seconds` how long until normal."""

    lost: int
    doubled: int
    seconds: float
    note: str


@dataclass(frozen=True)
class Line:
    """One line of build/faults.json; None: the fault was not carried through."""

    fault: str
    limit: float
    outcome: Outcome | None
    note: str

    @property
    def passed(self) -> bool:
        found = self.outcome
        return found is not None and (
            (found.lost, found.doubled) == (0, 0) and found.seconds <= self.limit
        )

    def as_json(self) -> dict[str, Any]:
        found = self.outcome
        return {
            "fault": self.fault,
            "lost": found.lost if found else None,
            "doubled": found.doubled if found else None,
            "seconds_to_normal": round(found.seconds, 1) if found else None,
            "passed": self.passed,
            "limit_seconds": self.limit,
            "note": self.note,
        }


def line_of(fault: str, limit: float, outcome: Outcome) -> Line:
    return Line(fault, limit, outcome, outcome.note)


def table(lines: list[Line]) -> str:
    """For the terminal: one line for each fault, the widest name sets the column."""
    width = max([len("fault"), *(len(line.fault) for line in lines)])
    head = f"{'fault':{width}}  lost  doubled  seconds  limit  passed"
    return "\n".join([head, *(_told(line, width) for line in lines)])


def _told(line: Line, width: int) -> str:
    found = line.outcome
    counted = f"{found.lost:4}  {found.doubled:7}  {found.seconds:7.1f}" if found else f"{'–':>21}"
    return f"{line.fault:{width}}  {counted}  {line.limit:5.0f}  {'yes' if line.passed else 'NO'}"
