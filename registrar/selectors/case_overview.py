"""The nation's cases: open and late by office, decisions by power, time against the limit, how
they ended, and where offices decided the same facts differently."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Count

from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.fiscal import fiscal_year_bounds
from inspection.choices import Category
from registrar.choices import Conduct, Ending
from registrar.models import Case, CaseDecision
from registrar.rules.decisions import decision_words
from registrar.selectors.case_lists import Lateness, late_as

MOST_PATTERNS = 20
FIELDS = (
    "outcome",
    "power_code",
    "power_title",
    "days",
    "decided_on",
    "case__received_on",
    "case__stopped_days",
    "case__limit_days",
    "case__ending",
    "case__appealed",
    "case__type_title",
    "case__categories",
    "case__conduct",
    "case__office__code",
)


@dataclass(frozen=True)
class OfficeLine:
    code: str
    name: str
    open: int
    late: int
    stands: int


@dataclass(frozen=True)
class PowerLine:
    """`within` of `limited`: decided in time, of those with a limit. `middle`: median of days."""

    title: str
    count: int
    middle: int
    limited: int
    within: int
    endings: list[tuple[str, int]]
    appealed: int


@dataclass(frozen=True)
class PatternLine:
    """The same facts: type, sides and conduct; how the offices decided them. `own` is how the
    office that is looked at did, empty where none is."""

    title: str
    sides: str
    count: int
    offices: int
    conduct: str
    decisions: list[tuple[str, int, int]]
    own: list[str]

    @property
    def is_split(self) -> bool:
        return len(self.decisions) > 1


@dataclass(frozen=True)
class Overview:
    offices: list[OfficeLine]
    powers: list[PowerLine]
    patterns: list[PatternLine]
    open: int
    late: int
    decided: int
    within: int
    limited: int


def overview(user: User, office: OrgUnit | None, fiscal_year: int, today: date) -> Overview:
    """Two queries: what is open now, and what was decided in the fiscal year. Counts are those of
    the scope; how the same facts were decided is compared over the whole country."""
    offices = _offices(user, office, today)
    first, last = fiscal_year_bounds(fiscal_year)
    every = CaseDecision.objects.filter(decided_on__range=(first, last))
    nation = list(every.order_by("pk").values(*FIELDS))
    codes = {office.code} if office else {unit.code for unit in user.offices_in_reach}
    decided = [row for row in nation if row["case__office__code"] in codes]
    limited = [row for row in decided if row["case__limit_days"] is not None]
    return Overview(
        offices=offices,
        powers=_powers(decided),
        patterns=_patterns(nation, codes if len(codes) == 1 else set()),
        open=sum(row.open for row in offices),
        late=sum(row.late for row in offices),
        decided=len(decided),
        within=sum(_in_time(row) for row in limited),
        limited=len(limited),
    )


def _offices(user: User, office: OrgUnit | None, today: date) -> list[OfficeLine]:
    rows = Case.objects.visible_to(user).undecided()
    if office is not None:
        rows = rows.filter(office=office)
    counted = rows.values("office__code", "office__short_name", "office__name_sort").annotate(
        open=Count("pk"),
        late=Count("pk", filter=late_as(Lateness.LATE, today)),
        stands=Count("pk", filter=late_as(Lateness.STANDS, today)),
    )
    return [
        OfficeLine(
            row["office__code"], row["office__short_name"], row["open"], row["late"], row["stands"]
        )
        for row in counted.order_by("-late", "-open", "office__name_sort")
    ]


def used_days(row: Any) -> int:
    """From the receipt to the decision, without the days on which the clock stood."""
    gone: int = (row["decided_on"] - row["case__received_on"]).days
    stood: int = row["case__stopped_days"]
    return max(gone - stood, 0)


def _in_time(row: Any) -> bool:
    limit: int = row["case__limit_days"]
    return used_days(row) <= limit


def _words(row: Any) -> str:
    return decision_words(row["outcome"], row["power_title"])


def _powers(rows: Sequence[Any]) -> list[PowerLine]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        groups[_words(row)].append(row)
    lines = [_power(title, held) for title, held in groups.items()]
    return sorted(lines, key=lambda line: (-line.count, line.title))


def _power(title: str, rows: Sequence[Any]) -> PowerLine:
    limited = [row for row in rows if row["case__limit_days"] is not None]
    endings = Counter(
        str(Ending(row["case__ending"]).label) for row in rows if row["case__ending"]
    )
    return PowerLine(
        title=title,
        count=len(rows),
        middle=int(median(used_days(row) for row in rows)),
        limited=len(limited),
        within=sum(_in_time(row) for row in limited),
        endings=endings.most_common(),
        appealed=sum(row["case__appealed"] for row in rows),
    )


def _patterns(rows: Iterable[Any], own: Collection[str]) -> list[PatternLine]:
    """Facts that at least two offices decided; own ones first, then those decided differently."""
    groups: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for row in rows:
        key = (row["case__type_title"], *row["case__categories"], "|", *row["case__conduct"])
        groups[key].append(row)
    lines = [_pattern(held, own) for held in groups.values()]
    shared = [line for line in lines if line.offices > 1]
    shared.sort(key=lambda line: (not line.own, -len(line.decisions), -line.count, line.title))
    return shared[:MOST_PATTERNS]


def _pattern(rows: Sequence[Any], own: Collection[str]) -> PatternLine:
    first = rows[0]
    counts = Counter(_words(row) for row in rows)
    offices: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        offices[_words(row)].add(row["case__office__code"])
    return PatternLine(
        title=first["case__type_title"],
        conduct=", ".join(str(Conduct(code).label) for code in first["case__conduct"]),
        sides=", ".join(str(Category(code).label) for code in first["case__categories"]),
        count=len(rows),
        offices=len({row["case__office__code"] for row in rows}),
        decisions=[(words, count, len(offices[words])) for words, count in counts.most_common()],
        own=sorted({_words(row) for row in rows if row["case__office__code"] in own}),
    )
