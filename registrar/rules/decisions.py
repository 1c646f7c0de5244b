"""A decision in words."""

from registrar.choices import Outcome


def decision_words(outcome: str, power_title: str) -> str:
    """The power that is used; where none is, what was decided instead of which."""
    if outcome == Outcome.EXERCISE:
        return power_title
    label = str(Outcome(outcome).label)
    return f"{label} ({power_title})" if power_title else label
