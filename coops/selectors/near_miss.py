"""Who is nearest to the next tier, and how many more a target share takes.

Near is decided from the stored results: exactly one need is left, and where that is points
they are few. One query reads them, whatever the number of institutions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    Q,
    TextChoices,
    Value,
    When,
    Window,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Greatest

from coops import rules
from coops.advice_figures import advice_figures
from coops.choices import ConditionCode, Kind, NearMiss, Sector, Tier
from coops.models import Assessment, RuleSet
from coops.querysets import AssessmentQuerySet
from coops.rules.advice import least_total
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.request_memo import once_a_request
from cpd_portal.thai.formatting import round_half_up

BEST_CANDIDATES = 10
GOALS = (Tier.ONE, Tier.TWO)
# A share is printed with two decimals, halves up: so much below a target still reaches it.
HALF_STEP = Fraction(1, 200)


class Goal(TextChoices):
    """The tier that would be reached."""

    ONE = "1", "ชั้น 1"
    TWO = "2", "ชั้น 2"


@dataclass(frozen=True, kw_only=True)
class NearMissChoice:
    """Which near ones are wanted; "" is everything that the person may see."""

    fiscal_year: int
    kind: str = ""
    sector: str = ""
    office: str = ""
    need: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class NearMissLine:
    """One institution: `points_missing` is 0 where a condition is missing, `condition` and
    `need` are "" where points are."""

    registration_no: str
    name: str
    kind: str
    office: str
    fiscal_year: int
    year_end_month: int
    year_end_day: int
    tier: int
    total: Decimal
    points_missing: Decimal
    condition: str
    need: str

    @property
    def goal(self) -> int:
        return self.tier - 1

    @property
    def condition_label(self) -> str:
        return str(ConditionCode(self.condition).label) if self.condition else ""

    def late_on(self, today: date) -> str:
        """What can no longer change this year, or ""."""
        if not self.condition or not self.year_is_over(today):
            return ""
        return advice_figures().cures[ConditionCode(self.condition)].after_year_end

    def year_is_over(self, today: date) -> bool:
        end = rules.accounting_year_end_in(
            self.fiscal_year, self.year_end_month, self.year_end_day
        )
        return end < today


@dataclass(frozen=True)
class NeededForShare:
    """How many more have to reach tier 2 so that tiers 1 and 2 hold `target` percent of the
    population; `best` are the nearest of the `candidates`."""

    target: Decimal
    population: int
    strong: int
    share: Decimal | None
    count: int
    candidates: int
    best: list[NearMissLine]

    @property
    def needed(self) -> int:
        return max(self.count - self.strong, 0)


_COLUMNS = (
    "institution__registration_no",
    "institution__name",
    "institution__kind",
    "office__short_name",
    "fiscal_year",
    "institution__accounting_year_end_month",
    "institution__accounting_year_end_day",
    "tier",
    "total",
    "points_missing",
    "lacking",
    "need_text",
)


def near_misses(user: User, choice: NearMissChoice) -> AssessmentQuerySet:
    """The near ones that the user may see, the cheapest first: few points, then a condition
    that can still be cured when the accounts are closed, then the others."""
    rows = _near(
        _in_reach(user, choice), _rule_sets(choice.fiscal_year, choice.kind, choice.sector)
    )
    if choice.need:
        is_points = Q(lacking="")
        rows = rows.filter(is_points if choice.need == NearMiss.POINTS else ~is_points)
    if choice.goal:
        rows = rows.filter(tier=int(choice.goal) + 1)
    return rows.order_by(_cost(), "points_missing", "-total", "institution__name_sort", "pk")


def near_miss_lines(rows: Any) -> list[NearMissLine]:
    """`rows`: one page of `near_misses`."""
    return [NearMissLine(*row) for row in rows.values_list(*_COLUMNS)]


def needed_for_share(
    user: User,
    fiscal_year: int,
    kind: Kind,
    sector: Sector | None,
    target: Decimal,
    office: OrgUnit | None = None,
) -> NeededForShare:
    """Of what the user may see; the share counts as it is printed, with two decimals."""
    return needed_for_shares(user, fiscal_year, kind, sector, [target], office)[0]


def needed_for_shares(
    user: User,
    fiscal_year: int,
    kind: Kind,
    sector: Sector | None,
    targets: Iterable[Decimal],
    office: OrgUnit | None = None,
) -> list[NeededForShare]:
    """The same for several targets; population and candidates are read once."""
    choice = NearMissChoice(
        fiscal_year=fiscal_year,
        kind=kind.value,
        sector=sector.value if sector else "",
        office=office.code if office else "",
        goal=Goal.TWO.value,
    )
    population, strong = _population(user, choice)
    share = round_half_up(Decimal(strong * 100) / population, 2) if population else None
    candidates, best = _candidates(near_misses(user, choice))
    return [
        NeededForShare(
            target=target,
            population=population,
            strong=strong,
            share=share,
            count=least_count(target, population),
            candidates=candidates,
            best=best,
        )
        for target in targets
    ]


def least_count(target: Decimal, population: int) -> int:
    """The smallest count whose share of the population, as printed, reaches the target."""
    return max(ceil((Fraction(target) - HALF_STEP) * population / 100), 0)


def _candidates(rows: AssessmentQuerySet) -> tuple[int, list[NearMissLine]]:
    """How many there are, and the best of them: one query."""
    counted = rows.annotate(candidates=Window(Count("pk")))
    found = list(counted.values_list("candidates", *_COLUMNS)[:BEST_CANDIDATES])
    return found[0][0] if found else 0, [NearMissLine(*columns) for _, *columns in found]


def _population(user: User, choice: NearMissChoice) -> tuple[int, int]:
    """How many there are, and how many of them are in tiers 1 and 2."""
    rule_sets = _rule_sets(choice.fiscal_year, choice.kind, choice.sector)
    counts = _in_reach(user, choice).filter(rule_set__in=rule_sets)
    found = counts.aggregate(all=Count("pk"), strong=Count("pk", filter=Q(tier__in=GOALS)))
    return found["all"], found["strong"]


def _in_reach(user: User, choice: NearMissChoice) -> AssessmentQuerySet:
    rows = Assessment.objects.visible_to(user)
    return rows.filter(office__code=choice.office) if choice.office else rows


@once_a_request
def _rule_sets(fiscal_year: int, kind: str, sector: str) -> dict[int, rules.RuleSet]:
    rows = RuleSet.objects.in_force().of_year(fiscal_year)
    rows = rows.filter(kind=kind) if kind else rows
    return {row.pk: row.rules for row in (rows.filter(sector=sector) if sector else rows)}


def _near(rows: AssessmentQuerySet, rule_sets: Mapping[int, rules.RuleSet]) -> AssessmentQuerySet:
    """Points come first in the filter: most rows are far, and their results stay unread."""
    near_points = advice_figures().near_points
    bounds = list(_bounds(rule_sets))
    needs = KeyTransform("needs", KeyTransform("next_tier", "result"))
    first = KeyTransform("0", needs)
    near: AssessmentQuerySet = (
        rows.filter(_any([where & Q(total__gte=least - near_points) for where, least in bounds]))
        .annotate(
            points_missing=Greatest(
                Case(
                    *[When(where, then=Value(least)) for where, least in bounds],
                    output_field=DecimalField(),
                )
                - F("total"),
                Value(Decimal(0)),
                output_field=DecimalField(),
            ),
            lacking=_unless_points(KeyTextTransform("code", first)),
            need_text=_unless_points(KeyTextTransform("text", first)),
        )
        .filter(result__next_tier__needs__0__isnull=False)
        .filter(result__next_tier__needs__1__isnull=True)
    )
    return near


def _bounds(rule_sets: Mapping[int, rules.RuleSet]) -> Iterator[tuple[Q, Decimal]]:
    """Whose next tier asks for which total."""
    for pk, rule_set in rule_sets.items():
        for goal in GOALS:
            yield Q(rule_set=pk, tier=goal + 1), least_total(rule_set, goal)


def _unless_points(text: KeyTextTransform) -> Case:
    """Of the condition; "" where points are missing."""
    return Case(When(points_missing__gt=0, then=Value("")), default=text, output_field=CharField())


def _any(conditions: list[Q]) -> Q:
    """One of them holds; no row where there is none."""
    whole = Q(pk__in=[])
    for condition in conditions:
        whole |= condition
    return whole


def _cost() -> Case:
    cures = advice_figures().cures
    open_still = [code.value for code, cure in cures.items() if not cure.after_year_end]
    return Case(
        When(lacking="", then=Value(0)),
        When(lacking__in=open_still, then=Value(1)),
        default=Value(2),
    )
