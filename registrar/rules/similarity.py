"""How alike two cases are, shown by its parts, and the common line of like cases."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

HUNDRED = Decimal(100)
PARTS = {
    "type": "ประเภทเรื่อง",
    "clause": "กฎหมายที่เกี่ยวข้อง",
    "category": "ด้านของข้อบกพร่อง",
    "conduct": "พฤติการณ์",
    "amount": "จำนวนเงิน",
    "kind": "ประเภทสถาบัน",
    "size": "ขนาดสินทรัพย์",
}


@dataclass(frozen=True, slots=True)
class Features:
    """What likeness is told by; amounts in baht, None where unknown."""

    type_code: str
    clauses: frozenset[str]
    categories: frozenset[str]
    conduct: frozenset[str]
    amount: Decimal | None
    institution_type: str
    assets: Decimal | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part: how alike in percent, None where it cannot be told; and its weight."""

    code: str
    percent: int | None
    weight: int

    @property
    def title(self) -> str:
        return PARTS[self.code]


@dataclass(frozen=True, slots=True)
class Likeness:
    percent: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What most of the like cases decided: `power_code` is "" where no power was used."""

    outcome: str
    power_code: str
    count: int
    of: int
    days: tuple[int, int] | None


def likeness(one: Features, other: Features, weights: Mapping[str, int]) -> Likeness:
    """The weighted mean of the parts that can be told."""
    measured = {
        "type": 100 if one.type_code == other.type_code else 0,
        "clause": _overlap(one.clauses, other.clauses),
        "category": _overlap(one.categories, other.categories),
        "conduct": _overlap(one.conduct, other.conduct),
        "amount": _ratio(one.amount, other.amount),
        "kind": 100 if one.institution_type == other.institution_type else 0,
        "size": _ratio(one.assets, other.assets),
    }
    parts = tuple(Part(code, measured[code], weights.get(code, 0)) for code in PARTS)
    told = [(part.percent, part.weight) for part in parts if part.percent is not None]
    whole = sum(weight for _, weight in told)
    percent = sum(value * weight for value, weight in told) // whole if whole else 0
    return Likeness(percent, parts)


def common_line(
    decided: Sequence[tuple[str, str, int | None]], *, least: int, share: int
) -> Line | None:
    """Of (outcome, power, days) of like cases: the decision that at least `share` percent took;
    None among fewer than `least` cases, or where there is no such line."""
    if len(decided) < least:
        return None
    (outcome, power), count = Counter((row[0], row[1]) for row in decided).most_common(1)[0]
    if count * 100 < share * len(decided):
        return None
    days = [row[2] for row in decided if row[:2] == (outcome, power) and row[2] is not None]
    return Line(outcome, power, count, len(decided), (min(days), max(days)) if days else None)


def departs(line: Line | None, outcome: str, power_code: str, days: int | None) -> bool:
    """Whether a decision is another one than the common line, or gives another time."""
    if line is None:
        return False
    if (outcome, power_code) != (line.outcome, line.power_code):
        return True
    return (
        line.days is not None and days is not None and not (line.days[0] <= days <= line.days[1])
    )


def _overlap(one: frozenset[str], other: frozenset[str]) -> int | None:
    """Shared of all; None where neither says anything."""
    every = one | other
    return len(one & other) * 100 // len(every) if every else None


def _ratio(one: Decimal | None, other: Decimal | None) -> int | None:
    """The smaller in percent of the larger."""
    if one is None or other is None:
        return None
    low, high = sorted((abs(one), abs(other)))
    return 100 if high == 0 else int(low * HUNDRED / high)
