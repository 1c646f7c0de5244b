"""Which step of the mixed load is its knee."""

import pytest

from benchmarks.knee import is_held, is_too_much, knee_of


def step(per_second: float, p95: float = 0.2, errors: float = 0.0) -> dict[str, float]:
    return {"people": per_second * 4, "per_second": per_second, "p95": p95, "errors": errors}


@pytest.mark.parametrize(
    ("p95", "errors", "held"),
    [(0.99, 0.0, True), (1.0, 0.0, False), (0.2, 0.0009, True), (0.2, 0.001, False)],
)
def test_slow_or_failing_step_is_not_held(p95: float, errors: float, held: bool) -> None:
    assert is_held(step(10, p95, errors)) is held


def test_one_busy_moment_does_not_end_the_load() -> None:
    slow = step(12, p95=3.0)

    assert not is_too_much([])
    assert not is_too_much([step(10), slow, step(12)])
    assert is_too_much([step(10), slow, slow])


def test_knee_is_the_most_that_was_held() -> None:
    assert knee_of([step(10), step(12), step(14, p95=1.5)])["per_second"] == 12


def test_load_that_never_held_has_no_knee() -> None:
    with pytest.raises(ValueError, match="first step"):
        knee_of([step(10, p95=2.0)])
