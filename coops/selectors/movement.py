"""From one year to another: who rose, fell, stayed, entered and left.

Of the institutions that are in reach now. Both years are joined in the database; an
institution that is in one list only is absent from the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import OuterRef, QuerySet, Subquery, TextChoices, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from coops.models import Institution
from coops.querysets import InstitutionQuerySet
from coops.selectors.analysis import AnalysisChoice, of_population
from coops.selectors.results_on import TIERS, Outcome, outcome_of, results_of_own
from cpd_portal.core.models import User

Pair = tuple[Outcome, Outcome]


class Move(TextChoices):
    ROSE = "rose", "เลื่อนชั้นขึ้น"
    FELL = "fell", "ตกชั้น"
    STAYED = "stayed", "อยู่ชั้นเดิม"
    INTO_TIERS = "into_tiers", "จากไม่นำมาประเมิน มาจัดชั้น"
    OUT_OF_TIERS = "out_of_tiers", "จากจัดชั้น เป็นไม่นำมาประเมิน"
    UNASSESSED = "unassessed", "ไม่นำมาประเมินทั้งสองปี"
    OPEN = "open", "ข้อมูลยังไม่ครบ"
    ENTERED = "entered", "เข้าใหม่"
    LEFT = "left", "ออกจากรายชื่อ"


def move_of(before: Outcome, after: Outcome) -> Move:
    """Absence comes first, then what is incomplete in either year: it is no result."""
    if before == Outcome.ABSENT:
        return Move.ENTERED
    if after == Outcome.ABSENT:
        return Move.LEFT
    if Outcome.INCOMPLETE in (before, after):
        return Move.OPEN
    if before in TIERS and after in TIERS:
        return _between_tiers(before, after)
    if after in TIERS:
        return Move.INTO_TIERS
    return Move.OUT_OF_TIERS if before in TIERS else Move.UNASSESSED


def _between_tiers(before: Outcome, after: Outcome) -> Move:
    if before == after:
        return Move.STAYED
    return Move.ROSE if after.value < before.value else Move.FELL


PAIRS = [(before, after) for before in Outcome for after in Outcome]


@dataclass(frozen=True)
class Movement:
    """How many went from which outcome to which."""

    earlier: int
    later: int
    counts: Mapping[Pair, int]

    def count(self, before: Outcome, after: Outcome) -> int:
        return self.counts.get((before, after), 0)

    @property
    def before(self) -> dict[Outcome, int]:
        return {one: sum(self.count(one, other) for other in Outcome) for one in Outcome}

    @property
    def after(self) -> dict[Outcome, int]:
        return {one: sum(self.count(other, one) for other in Outcome) for one in Outcome}

    @property
    def moves(self) -> dict[Move, int]:
        found = dict.fromkeys(Move, 0)
        for pair, count in self.counts.items():
            found[move_of(*pair)] += count
        return found

    @property
    def total(self) -> int:
        """In either year."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class MovementLine:
    """One institution with both totals; None where it has none."""

    registration_no: str
    name: str
    type: str
    office: str
    before: Outcome
    after: Outcome
    total_before: Decimal | None
    total_after: Decimal | None

    @property
    def move(self) -> Move:
        return move_of(self.before, self.after)


_JOINED = """
SELECT COALESCE(earlier.institution_id, later.institution_id) AS institution_id,
       COALESCE(earlier.outcome, 'absent') AS before,
       COALESCE(later.outcome, 'absent') AS after
FROM ({earlier}) AS earlier FULL JOIN ({later}) AS later
  ON earlier.institution_id = later.institution_id
"""
_COUNT = "SELECT before, after, count(*) FROM ({joined}) AS moved GROUP BY before, after"
_LIST = "SELECT institution_id FROM ({joined}) AS moved WHERE (before, after) IN %s"


def movement(user: User, choice: AnalysisChoice, earlier: int) -> Movement:
    """From the `earlier` year to the year of the choice."""
    joined, params = _joined(user, choice, earlier)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(joined=joined), params)
        rows = cursor.fetchall()
    counts = {(Outcome(before), Outcome(after)): count for before, after, count in rows}
    return Movement(earlier, choice.fiscal_year, counts)


def moved(
    user: User, choice: AnalysisChoice, earlier: int, pairs: Iterable[Pair]
) -> InstitutionQuerySet:
    """The institutions behind some cells, in Thai order."""
    joined, params = _joined(user, choice, earlier)
    wanted = tuple((before.value, after.value) for before, after in pairs)
    rows = Institution.objects.visible_to(user)
    if not wanted:
        return rows.none()
    found: InstitutionQuerySet = (
        rows.filter(pk__in=RawSQL(_LIST.format(joined=joined), (*params, wanted)))
        .annotate(
            **_year("before", user, choice, earlier),
            **_year("after", user, choice, choice.fiscal_year),
        )
        .order_by("name_sort", "registration_no")
    )
    return found


def movement_lines(rows: Any) -> list[MovementLine]:
    """`rows`: one page of `moved`."""
    found = rows.values_list(
        "registration_no",
        "name",
        "type__title",
        "office__short_name",
        Coalesce("before", Value(Outcome.ABSENT.value)),
        Coalesce("after", Value(Outcome.ABSENT.value)),
        "total_before",
        "total_after",
    )
    return [_line(*row) for row in found]


def _line(
    number: str, name: str, kind: str, office: str, before: str, after: str, *totals: Any
) -> MovementLine:
    return MovementLine(number, name, kind, office, Outcome(before), Outcome(after), *totals)


def _joined(user: User, choice: AnalysisChoice, earlier: int) -> tuple[str, tuple[Any, ...]]:
    sides = [_side(user, choice, year) for year in (earlier, choice.fiscal_year)]
    # Whoever sees no office has two empty sides: they must stay SQL, not become an exception.
    (first, first_params), (second, second_params) = (
        rows.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False).as_sql() for rows in sides
    )
    return _JOINED.format(earlier=first, later=second), (*first_params, *second_params)


def _side(user: User, choice: AnalysisChoice, fiscal_year: int) -> QuerySet[Any]:
    """Institution and outcome of one year."""
    rows = _results(user, choice, fiscal_year).order_by().annotate(outcome=outcome_of())
    found: QuerySet[Any] = rows.values("institution_id", "outcome")
    return found


def _results(user: User, choice: AnalysisChoice, fiscal_year: int) -> QuerySet[Any]:
    rows = of_population(results_of_own(user, fiscal_year, choice.as_of), choice)
    if not choice.office:
        return rows
    found: QuerySet[Any] = rows.filter(institution__office__code=choice.office)
    return found


def _year(side: str, user: User, choice: AnalysisChoice, fiscal_year: int) -> dict[str, Subquery]:
    """Outcome and total of one year beside each institution."""
    rows = _results(user, choice, fiscal_year).filter(institution=OuterRef("pk")).order_by()
    return {
        side: Subquery(rows.annotate(outcome=outcome_of()).values("outcome")[:1]),
        f"total_{side}": Subquery(rows.values("total")[:1]),
    }
