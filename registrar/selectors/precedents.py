"""Decided cases like one, of the whole country, without names and without the institution."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from registrar.case_types import LineFigures, case_types
from registrar.choices import Ending, Outcome
from registrar.models import Case, CaseDecision
from registrar.rules.clauses import clauses_in
from registrar.rules.decisions import decision_words
from registrar.rules.similarity import Features, Likeness, Line, common_line, likeness

MOST_READ = 1_000
MOST_SHOWN = 5
FOLLOWED = "ยังติดตามผลอยู่"
FIELDS = (
    "outcome",
    "power_code",
    "power_title",
    "days",
    "decided_on",
    "case__pk",
    "case__year",
    "case__office__short_name",
    "case__type_code",
    "case__type_title",
    "case__clause",
    "case__categories",
    "case__conduct",
    "case__amount",
    "case__assets",
    "case__institution__type__code",
    "case__institution__type__title",
    "case__ending",
    "case__appealed",
)


@dataclass(frozen=True)
class Precedent:
    """One decided case. No number, institution or name: it may be another office's."""

    key: Any
    office: str
    year: int
    type_title: str
    institution_type: str
    amount: Decimal | None
    conduct: frozenset[str]
    likeness: Likeness
    outcome: Outcome
    power_code: str
    power_title: str
    days: int | None
    ending: str
    appealed: bool

    @property
    def decision_words(self) -> str:
        return decision_words(self.outcome, self.power_title)

    @property
    def ending_words(self) -> str:
        return str(Ending(self.ending).label) if self.ending else FOLLOWED


@dataclass(frozen=True)
class DecidedLine:
    """One decision among the near cases: how often, and how those cases ended."""

    words: str
    count: int
    endings: list[tuple[str, int]]
    appealed: int
    is_line: bool


@dataclass(frozen=True)
class Precedents:
    """The most alike first; `decisions` are those of all `near`, the most frequent first; `line`
    is what most of them decided, None without such a line."""

    rows: list[Precedent]
    near: int
    decisions: list[DecidedLine]
    line: Line | None
    least: int
    verified: bool


def features_of(case: Case) -> Features:
    institution = case.institution
    return Features(
        type_code=case.type_code,
        clauses=clauses_in(case.clause),
        categories=frozenset(case.categories),
        conduct=frozenset(case.conduct),
        amount=case.amount,
        institution_type=institution.type.code if institution else "",
        assets=case.assets,
    )


def precedents(case: Case, figures: LineFigures | None = None) -> Precedents:
    """Of every office: like cases have to be decided alike everywhere. Two queries."""
    figures = figures or LineFigures(case_types()[0].line)
    own = features_of(case)
    alike = Q(case__type_code=case.type_code) | Q(case__categories__overlap=case.categories)
    rows = CaseDecision.objects.filter(alike).exclude(case=case.pk)
    found = rows.order_by("-decided_on").values(*FIELDS)[:MOST_READ]
    near = sorted(_near(own, found, figures), key=lambda row: row.likeness.percent, reverse=True)
    line = common_line(
        [(row.outcome, row.power_code, row.days) for row in near],
        least=figures.least_cases,
        share=figures.share_percent,
    )
    return Precedents(
        near[:MOST_SHOWN],
        len(near),
        _decisions(near, line),
        line,
        figures.least_percent,
        figures.verified,
    )


def _near(own: Features, rows: Iterable[Any], figures: LineFigures) -> Iterable[Precedent]:
    for row in rows:
        like = likeness(own, _features(row), figures.weights)
        if like.percent >= figures.least_percent:
            yield _precedent(row, like)


def _features(row: Any) -> Features:
    return Features(
        type_code=row["case__type_code"],
        clauses=clauses_in(row["case__clause"]),
        categories=frozenset(row["case__categories"]),
        conduct=frozenset(row["case__conduct"]),
        amount=row["case__amount"],
        institution_type=row["case__institution__type__code"] or "",
        assets=row["case__assets"],
    )


def _precedent(row: Any, like: Likeness) -> Precedent:
    return Precedent(
        key=row["case__pk"],
        office=row["case__office__short_name"],
        year=row["case__year"],
        type_title=row["case__type_title"],
        institution_type=row["case__institution__type__title"] or "",
        amount=row["case__amount"],
        conduct=frozenset(row["case__conduct"]),
        likeness=like,
        outcome=Outcome(row["outcome"]),
        power_code=row["power_code"],
        power_title=row["power_title"],
        days=row["days"],
        ending=row["case__ending"],
        appealed=row["case__appealed"],
    )


def _decisions(near: list[Precedent], line: Line | None) -> list[DecidedLine]:
    groups: dict[tuple[str, str], list[Precedent]] = {}
    for row in near:
        groups.setdefault((row.outcome, row.power_code), []).append(row)
    taken = (line.outcome, line.power_code) if line else None
    lines = [
        DecidedLine(
            words=rows[0].decision_words,
            count=len(rows),
            endings=Counter(row.ending_words for row in rows).most_common(),
            appealed=sum(row.appealed for row in rows),
            is_line=key == taken,
        )
        for key, rows in groups.items()
    ]
    return sorted(lines, key=lambda row: (-row.count, row.words))
