"""Later rooms say here which facts prove a warning right: they register themselves at start.

Imports go from inspection to this room, so defects come from there.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Exists

from early_warning.choices import Proof

ProofSource = Callable[[date, date], Exists]
"""From the first to the last day, both inside: whether the institution of the outer row (its
"pk") had it."""

_sources: dict[Proof, ProofSource] = {}


def register(proof: Proof, source: ProofSource) -> None:
    _sources[proof] = source


def registered(first: date, last: date) -> dict[Proof, Any]:
    return {proof: source(first, last) for proof, source in _sources.items()}
