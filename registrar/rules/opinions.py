"""The chain of opinions: who is asked in a round, and when a decision can be taken."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from registrar.choices import CaseState, Place


@dataclass(frozen=True, slots=True)
class ChainStep:
    """`role` signs at `place`; an optional step may be left out."""

    position: int
    title: str
    role: str
    place: Place
    optional: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """What stands in the round: its position (0 is the proposal), role and person."""

    position: int
    role: str
    person: int


def open_steps(chain: Sequence[ChainStep], signed: Collection[Signed]) -> list[ChainStep]:
    """The steps that may be signed now: up to the next one that cannot be left out. Steps before
    the last signature were left out; who proposed in the role of a step has taken it."""
    if not any(row.position == 0 for row in signed):
        return []
    last = max(row.position for row in signed)
    proposed = {row.role for row in signed if row.position == 0}
    found = []
    for step in sorted(chain, key=lambda step: step.position):
        if step.position <= last or (step.role in proposed and not step.optional):
            continue
        found.append(step)
        if not step.optional:
            break
    return found


def is_complete(chain: Sequence[ChainStep], signed: Collection[Signed]) -> bool:
    """Nobody is missing who cannot be left out."""
    proposed = any(row.position == 0 for row in signed)
    return proposed and all(step.optional for step in open_steps(chain, signed))


def state_of(chain: Sequence[ChainStep], signed: Collection[Signed]) -> CaseState:
    """Of a case that is not decided."""
    if not signed:
        return CaseState.PREPARING
    return CaseState.DECIDING if is_complete(chain, signed) else CaseState.OPINIONS
