"""Two runs side by side: who rose, fell, entered, left, or changed without another tier."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)

from coops.choices import Movement
from coops.models import ClassificationRun, RunResult
from coops.querysets import RunResultQuerySet
from coops.selectors.fact_differences import Difference, fact_differences
from cpd_portal.core.models import User

ROWS_PER_READ = 2_000
PLACES = {movement: place for place, movement in enumerate(Movement)}
NAMES = {
    "registration_no": F("institution__registration_no"),
    "name": F("institution__name"),
    "name_sort": F("institution__name_sort"),
    "kind": F("rule_set__kind"),
    "sector": F("rule_set__sector"),
    "office_name": F("office__short_name"),
}
OUTCOMES = ("tier", "unassessed_group", "total")
COLUMNS = (
    "movement",
    "place",
    *NAMES,
    *(f"{side}_{name}" for side in ("before", "after") for name in ("pk", *OUTCOMES)),
)


@dataclass(frozen=True)
class CompareChoice:
    """What of the comparison is wanted; "" is everything, except who did not change at all."""

    movement: str = ""
    kind: str = ""
    sector: str = ""
    office: str = ""


@dataclass(frozen=True)
class Outcome:
    """Tier, group or neither (incomplete), with the total."""

    tier: int | None
    group: int | None
    total: Decimal | None

    @property
    def words(self) -> str:
        if self.tier is not None:
            return f"ชั้น {self.tier}"
        return f"ไม่นำมาประเมิน กลุ่มที่ {self.group}" if self.group else "ข้อมูลยังไม่ครบ"


@dataclass(frozen=True)
class CompareLine:
    """One institution; `before` or `after` is None where a run does not have it."""

    movement: Movement
    registration_no: str
    name: str
    office: str
    before: Outcome | None
    after: Outcome | None
    differences: list[Difference]


def movement_counts(
    user: User, run: ClassificationRun, base: ClassificationRun, choice: CompareChoice
) -> dict[Movement, int]:
    """By movement, those without change included; one query."""
    after, left = (
        _chosen(rows, choice).order_by().values_list("movement").annotate(count=Count("pk"))
        for rows in (_after(user, run, base), _left(user, run, base))
    )
    found = {Movement(movement): count for movement, count in after.union(left, all=True)}
    return {movement: found.get(movement, 0) for movement in Movement}


def shown_count(counts: Mapping[Movement, int], choice: CompareChoice) -> int:
    """How many rows `compared` has."""
    if choice.movement:
        return counts[Movement(choice.movement)]
    return sum(count for movement, count in counts.items() if movement != Movement.SAME)


def compared(
    user: User, run: ClassificationRun, base: ClassificationRun, choice: CompareChoice
) -> "QuerySet[Any, Any]":
    """The rows of the comparison, the more telling movements first, then in Thai order."""
    after, left = (
        _chosen(rows, choice) for rows in (_after(user, run, base), _left(user, run, base))
    )
    if choice.movement:
        after, left = (rows.filter(movement=choice.movement) for rows in (after, left))
    else:
        after = after.exclude(movement=Movement.SAME)
    both = after.values(*COLUMNS).union(left.values(*COLUMNS), all=True)
    return both.order_by("place", "name_sort", "registration_no")


def compare_lines(rows: Any) -> list[CompareLine]:
    """`rows`: one page of `compared`; the facts of both sides in one query."""
    found = list(rows)
    keys = {row[f"{side}_pk"] for row in found for side in ("before", "after")} - {None}
    facts = {
        pk: (values, identifier)
        for pk, values, identifier in RunResult.objects.filter(pk__in=keys).values_list(
            "pk", "facts", "rule_set__identifier"
        )
    }
    return [_line(row, facts) for row in found]


def streamed_compare_lines(rows: "QuerySet[Any, Any]") -> Iterator[CompareLine]:
    """A few thousand rows at a time: memory stays bounded."""
    total = rows.count()
    for start in range(0, total, ROWS_PER_READ):
        yield from compare_lines(rows[start : start + ROWS_PER_READ])


def _line(row: Mapping[str, Any], facts: Mapping[int, tuple[dict[str, Any], str]]) -> CompareLine:
    before, after = (facts.get(row[f"{side}_pk"]) for side in ("before", "after"))
    return CompareLine(
        movement=Movement(row["movement"]),
        registration_no=row["registration_no"],
        name=row["name"],
        office=row["office_name"],
        before=_outcome(row, "before"),
        after=_outcome(row, "after"),
        differences=fact_differences(before, after) if before and after else [],
    )


def _outcome(row: Mapping[str, Any], side: str) -> Outcome | None:
    if row[f"{side}_pk"] is None:
        return None
    return Outcome(*(row[f"{side}_{name}"] for name in OUTCOMES))


def _after(user: User, run: ClassificationRun, base: ClassificationRun) -> RunResultQuerySet:
    """The results of the run, each beside that of the base."""
    joined = (
        RunResult.objects.visible_to(user)
        .filter(run=run)
        .annotate(
            base=FilteredRelation(
                "institution__run_results", condition=Q(institution__run_results__run=base)
            )
        )
    )
    rows: RunResultQuerySet = joined.annotate(
        movement=_case(
            [(where, Value(movement.value)) for where, movement in _MOVES],
            Movement.SAME.value,
            CharField(),
        ),
        place=_case(
            [(where, Value(PLACES[movement])) for where, movement in _MOVES],
            PLACES[Movement.SAME],
            IntegerField(),
        ),
        before_pk=F("base__pk"),
        after_pk=F("pk"),
        **{f"before_{name}": F(f"base__{name}") for name in OUTCOMES},
        **{f"after_{name}": F(name) for name in OUTCOMES},
        **NAMES,
    )
    return rows


def _left(user: User, run: ClassificationRun, base: ClassificationRun) -> RunResultQuerySet:
    """The results of the base whose institution the run does not have.

    NOT IN is one hashed list whatever the planner knows; NOT EXISTS becomes a join, which goes
    through all pairs while the statistics do not know a run that has just been written.
    """
    still = RunResult.objects.filter(run=run).values("institution")
    nothing = {"pk": IntegerField(), **{name: IntegerField() for name in OUTCOMES}}
    gone = RunResult.objects.visible_to(user).filter(~Q(institution__in=still), run=base)
    rows: RunResultQuerySet = gone.annotate(
        movement=Value(Movement.LEFT.value, output_field=CharField()),
        place=Value(PLACES[Movement.LEFT], output_field=IntegerField()),
        before_pk=F("pk"),
        **{f"before_{name}": F(name) for name in OUTCOMES},
        **{f"after_{name}": Value(None, output_field=kind) for name, kind in nothing.items()},
        **NAMES,
    )
    return rows


def _chosen(rows: RunResultQuerySet, choice: CompareChoice) -> RunResultQuerySet:
    wanted = {
        "rule_set__kind": choice.kind,
        "rule_set__sector": choice.sector,
        "office__code": choice.office,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def _case(whens: list[tuple[Q, Value]], default: str | int, kind: Any) -> Case:
    return Case(
        *(When(where, then=value) for where, value in whens),
        default=Value(default),
        output_field=kind,
    )


_HAD, _HAS = Q(base__tier__isnull=False), Q(tier__isnull=False)
_MOVES: list[tuple[Q, Movement]] = [
    (Q(base__pk__isnull=True), Movement.ENTERED),
    (_HAD & _HAS & Q(tier__lt=F("base__tier")), Movement.ROSE),
    (_HAD & _HAS & Q(tier__gt=F("base__tier")), Movement.FELL),
    (~_HAD & _HAS, Movement.GAINED),
    (_HAD & ~_HAS, Movement.LOST),
    (~Q(facts=F("base__facts")), Movement.CHANGED),
]
