"""Results out of components: growth of a sum, difference, mean, levels reached.

A component that is not available ("N/A") is not 0: it is left out, and the result says so. One
that nobody has entered yet keeps the result open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.rules.lineage import Computed, Input, stored
from kpis.rules.numbers import shown


@dataclass(frozen=True)
class Component:
    """`now` and `before`: the year's value and the year before's, None where there is none.
    `absent` is what stands in place of the year's value ("N/A"), "" while nobody has entered."""

    code: str
    label: str
    unit: str
    source: str
    now: Decimal | None
    before: Decimal | None = None
    absent: str = ""

    @property
    def is_entered(self) -> bool:
        return self.now is not None or bool(self.absent)

    @property
    def is_comparable(self) -> bool:
        return self.now is not None and self.before is not None

    @property
    def as_input(self) -> Input:
        return Input(self.label, self.now, self.unit, self.source)


@dataclass(frozen=True)
class Growth:
    """Percent on the year before. `like_for_like` compares only what has both figures;
    `contributions` are points of the growth, by code; their sum is the growth."""

    total: Decimal
    total_before: Decimal
    percent: Fraction | None
    like_for_like: Fraction | None
    contributions: dict[str, Fraction]


def growth_of(components: Sequence[Component]) -> Growth:
    now, before = _sum(c.now for c in components), _sum(c.before for c in components)
    both = [c for c in components if c.is_comparable]
    return Growth(
        total=now,
        total_before=before,
        percent=percent_growth(now, before),
        like_for_like=percent_growth(_sum(c.now for c in both), _sum(c.before for c in both)),
        contributions={
            c.code: (Fraction(c.now or 0) - Fraction(c.before or 0)) / Fraction(before) * 100
            for c in components
            if before
        },
    )


def percent_growth(now: Decimal, before: Decimal) -> Fraction | None:
    """None without anything to compare with."""
    return (Fraction(now) / Fraction(before) - 1) * 100 if before > 0 else None


def growth_of_sum(components: Sequence[Component], year: int) -> Computed | None:
    """Of `year` (B.E.) on the year before."""
    waiting = not_entered(components)
    if waiting is not None:
        return waiting
    found = growth_of(components)
    if found.percent is None or not any(c.now is not None for c in components):
        return None
    absent = [c for c in components if not c.is_comparable]
    inputs = (
        *(c.as_input for c in components),
        Input(f"ผลรวมปี {year}", found.total, components[0].unit, "ผลรวมขององค์ประกอบที่มีค่า"),
        Input(f"ผลรวมปี {year - 1}", found.total_before, components[0].unit, "ข้อมูลพื้นฐาน"),
    )
    return Computed(
        value=stored(found.percent),
        inputs=inputs,
        partial=bool(absent),
        notes=_growth_notes(absent, found.like_for_like),
    )


def _growth_notes(absent: Sequence[Component], like_for_like: Fraction | None) -> tuple[str, ...]:
    if not absent:
        return ()
    names = ", ".join(f"{c.label} ({c.absent or 'ไม่มีค่าปีก่อน'})" for c in absent)
    first = f"ผลมาจากองค์ประกอบที่ไม่ครบสองปี: {names} ค่าที่ไม่มีไม่ใช่ศูนย์"
    if like_for_like is None:
        return (first,)
    return first, f"เทียบเฉพาะองค์ประกอบที่มีค่าทั้งสองปีได้ร้อยละ {shown(like_for_like, 2)}"


def difference(components: Sequence[Component], year: int) -> Computed | None:
    """The first less the second, with its growth beside it."""
    waiting = not_entered(components)
    if waiting is not None:
        return waiting
    first, second = components
    if first.now is None or second.now is None:
        return _unavailable(components)
    net = first.now - second.now
    return Computed(net, tuple(c.as_input for c in components), False, _net_notes(components, net))


def _net_notes(components: Sequence[Component], net: Decimal) -> tuple[str, ...]:
    first, second = components
    if first.before is None or second.before is None:
        return ()
    grown = percent_growth(net, first.before - second.before)
    return () if grown is None else (f"อัตราเพิ่มจากปีก่อนร้อยละ {shown(grown, 2)}",)


def figure(components: Sequence[Component], year: int) -> Computed | None:
    """One reported figure, with its change on the year before."""
    waiting = not_entered(components)
    if waiting is not None:
        return waiting
    (only,) = components
    if only.now is None:
        return _unavailable(components)
    changed = None if only.before is None else percent_growth(only.now, only.before)
    notes = () if changed is None else (f"เปลี่ยนแปลงจากปีก่อนร้อยละ {shown(changed, 2)}",)
    return Computed(only.now, (only.as_input,), False, notes)


def mean(components: Sequence[Component], year: int) -> Computed | None:
    waiting = not_entered(components)
    if waiting is not None:
        return waiting
    known = [c.now for c in components if c.now is not None]
    if len(known) < len(components):
        return _unavailable(components)
    value = Fraction(sum(known, Decimal(0))) / len(known)
    return Computed(stored(value), tuple(c.as_input for c in components), False, ())


def levels_reached(components: Sequence[Component], year: int, *, least: int) -> Computed | None:
    """How many reach `least`, the level from which one counts; None while nothing is surveyed."""
    waiting = not_entered(components)
    if waiting is not None:
        return waiting
    reached = [c for c in components if c.now is not None and c.now >= least]
    below = [c.label for c in components if c not in reached]
    notes = (f"ยังไม่ถึงระดับ {least}: {', '.join(below)}",) if below else ()
    partial = any(c.now is None for c in components)
    inputs = tuple(c.as_input for c in components)
    return Computed(Decimal(len(reached)), inputs, partial, notes)


def not_entered(components: Sequence[Component]) -> Computed | None:
    """An open result that names what is still to be entered; None when all is there."""
    open_ones = [c.label for c in components if not c.is_entered]
    if not open_ones:
        return None
    note = f"ยังไม่ได้กรอก: {', '.join(open_ones)}"
    return Computed(None, tuple(c.as_input for c in components), True, (note,))


def _unavailable(components: Sequence[Component]) -> Computed:
    names = ", ".join(f"{c.label} ({c.absent})" for c in components if c.now is None)
    return Computed(None, tuple(c.as_input for c in components), True, (f"ไม่มีค่า: {names}",))


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))
