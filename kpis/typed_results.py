"""Results as people and programs type them: text to exact numbers, with clear problems."""

import re
from collections.abc import Mapping
from decimal import Decimal

from cpd_portal.api.pointers import pointer
from cpd_portal.core.exceptions import InvalidInput
from kpis.models import Criterion
from kpis.rules import Policy, Value, half_up

FIGURE = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,40})?")
NOT_A_FIGURE = "ต้องเป็นตัวเลข เช่น 45.00"
NOT_TEXT = 'ต้องส่งตัวเลขเป็นข้อความ เช่น "45.00"'


def typed_value(criterion: Criterion, raw: object) -> Value:
    """The result for `criterion` out of JSON or a form. Raises InvalidInput with pointers.

    None is "no result"; composite criteria take an object with every part.
    """
    if raw is None:
        return None
    parts = criterion.labels
    if not criterion.rule.is_composite:
        return _checked(criterion, "/value", raw)
    if not isinstance(raw, Mapping):
        raise InvalidInput([("/value", f"ต้องเป็นวัตถุที่มี {', '.join(parts)}")])
    unknown = [key for key in raw if key not in parts]
    if unknown:
        raise InvalidInput([(pointer("value", key), "ไม่มีส่วนนี้ในตัวชี้วัด") for key in unknown])
    return _checked_parts(criterion, raw)


def _checked_parts(criterion: Criterion, raw: Mapping[str, object]) -> dict[str, Decimal]:
    """Every part, or all of their problems together."""
    found: dict[str, Decimal] = {}
    problems: list[tuple[str, str]] = []
    for part in criterion.labels:
        try:
            found[part] = _checked(criterion, pointer("value", part), raw.get(part))
        except InvalidInput as error:
            problems += error.errors
    if problems:
        raise InvalidInput(problems)
    return found


def _checked(criterion: Criterion, at: str, raw: object) -> Decimal:
    number = figure(at, _count_as_text(criterion, raw))
    if criterion.minimum is not None and number < criterion.minimum:
        raise InvalidInput([(at, f"ต้องไม่น้อยกว่า {criterion.minimum.normalize():f}")])
    return number


def _count_as_text(criterion: Criterion, raw: object) -> object:
    """The counts of a composite result come as JSON integers too."""
    takes_integers = criterion.rule.is_composite and not criterion.is_percent
    if takes_integers and isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    return raw


def for_field(stored: str, criterion: Criterion, policy: Policy) -> str:
    """A stored figure for a text field: a percentage with the places that it is scored with."""
    if not criterion.is_percent or not FIGURE.fullmatch(stored):
        return stored
    _, _, decimals = stored.partition(".")
    is_longer = len(decimals) > policy.percent_places
    return str(half_up(Decimal(stored), policy.percent_places)) if is_longer else stored


def figure(at: str, raw: object) -> Decimal:
    """A decimal as text: a JSON number may have lost digits before it was sent."""
    if isinstance(raw, int | float | Decimal):
        raise InvalidInput([(at, NOT_TEXT)])
    if not isinstance(raw, str) or not FIGURE.fullmatch(raw):
        raise InvalidInput([(at, NOT_A_FIGURE)])
    return Decimal(raw)
