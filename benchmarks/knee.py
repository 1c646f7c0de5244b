"""When a load is too much, and what was the most that was not."""

from collections.abc import Mapping, Sequence

P95_SECONDS, ERROR_SHARE = 1.0, 0.001
IN_A_ROW = 2
Step = Mapping[str, float]
"""`people`, `per_second` (requests answered), `p95` in seconds, `errors` as a share."""


def is_held(step: Step) -> bool:
    return step["p95"] < P95_SECONDS and step["errors"] < ERROR_SHARE


def is_too_much(steps: Sequence[Step]) -> bool:
    """One bad step may be a busy moment of the machine."""
    last = steps[-IN_A_ROW:]
    return len(last) == IN_A_ROW and not any(is_held(step) for step in last)


def knee_of(steps: Sequence[Step]) -> Step:
    """The step with the most requests of those that were held."""
    held = [step for step in steps if is_held(step)]
    if not held:
        raise ValueError(f"even the first step is too much: {steps}")
    return max(held, key=lambda step: step["per_second"])
