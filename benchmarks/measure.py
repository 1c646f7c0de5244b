"""Measuring two things in turn, and what is kept of it."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

# Runs once and says how many seconds (or whatever the unit is) it took.
Timed = Callable[[], float]


@dataclass(frozen=True)
class Result:
    """One line of build/bench.json; `ratio` is ours / reference."""

    name: str
    ours: float
    reference: float
    unit: str
    note: str

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    def as_json(self) -> dict[str, str | float]:
        return {
            "name": self.name,
            "ours": round(self.ours, 6),
            "reference": round(self.reference, 6),
            "ratio": round(self.ratio, 4),
            "unit": self.unit,
            "note": self.note,
        }


def alternating(ours: Timed, reference: Timed, rounds: int) -> tuple[float, float]:
    """Medians of both, measured in turn, so that a busy moment of the machine meets both."""
    pairs = [(ours(), reference()) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(
        pair[1] for pair in pairs
    )


def timed(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


def percentile_95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
