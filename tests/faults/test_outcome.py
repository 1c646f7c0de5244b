"""What counts as passed, and what is written of it."""

import pytest

from faults.outcome import Line, Outcome, line_of, table

LIMIT = 60.0


def line(lost: int = 0, doubled: int = 0, seconds: float = 1.0) -> Line:
    return line_of("one", LIMIT, Outcome(lost, doubled, seconds, "of what"))


@pytest.mark.parametrize(
    ("changes", "passed"),
    [({}, True), ({"lost": 1}, False), ({"doubled": 1}, False), ({"seconds": 60.1}, False)],
)
def test_nothing_lost_nothing_doubled_and_in_time(changes: dict[str, int], passed: bool) -> None:
    assert line(**changes).passed is passed


def test_written_line_has_the_words_of_the_contract() -> None:
    assert line(seconds=1.26).as_json() == {
        "fault": "one",
        "lost": 0,
        "doubled": 0,
        "seconds_to_normal": 1.3,
        "passed": True,
        "limit_seconds": LIMIT,
        "note": "of what",
    }


def test_fault_that_was_not_done_has_not_passed() -> None:
    written = Line("one", LIMIT, None, "not done: why").as_json()
    assert (written["passed"], written["lost"], written["doubled"]) == (False, None, None)


def test_table_tells_every_fault() -> None:
    told = table([line(), line(lost=2), Line("two", LIMIT, None, "")]).splitlines()
    assert [row.split()[-1] for row in told] == ["passed", "yes", "NO", "NO"]
