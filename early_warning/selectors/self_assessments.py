"""Who has assessed himself in a quarter, and what came out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q

from coops.choices import Standing
from coops.models import Institution
from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_of, quarter_of
from early_warning.choices import OwnLevel, RiskAnswer
from early_warning.models import SelfAssessment
from early_warning.questionnaire import Questionnaire, RiskQuestion, by_side, questionnaire_of
from early_warning.rules.self_assessment import OwnView, own_view
from early_warning.selectors.questionnaires import questionnaire_version

YEARS = range(2560, 2700)
"""Fiscal years (B.E.) that can have assessments."""
GONE = (Standing.DISSOLVED, Standing.STRUCK_OFF)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class QuarterChoice:
    """One quarter of a fiscal year (B.E.)."""

    fiscal_year: int
    quarter: int

    @classmethod
    def of_day(cls, day: date) -> "QuarterChoice":
        return cls(fiscal_year_of(day), quarter_of(day))

    @property
    def before(self) -> "QuarterChoice":
        if self.quarter > 1:
            return QuarterChoice(self.fiscal_year, self.quarter - 1)
        return QuarterChoice(self.fiscal_year - 1, 4)

    @property
    def after(self) -> "QuarterChoice":
        if self.quarter < 4:
            return QuarterChoice(self.fiscal_year, self.quarter + 1)
        return QuarterChoice(self.fiscal_year + 1, 1)

    @property
    def words(self) -> str:
        return f"ไตรมาสที่ {self.quarter} ปีงบประมาณ {self.fiscal_year}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the asked took part, and how many of these see a high or medium risk."""

    expected: int = 0
    done: int = 0
    high: int = 0
    medium: int = 0

    @property
    def share(self) -> Decimal | None:
        """Percent with two decimals; None where nobody is asked."""
        if not self.expected:
            return None
        return (Decimal(100 * self.done) / self.expected).quantize(CENT, ROUND_HALF_UP)

    @property
    def missing(self) -> int:
        return self.expected - self.done

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.expected + other.expected,
            self.done + other.done,
            self.high + other.high,
            self.medium + other.medium,
        )


@dataclass(frozen=True, slots=True)
class OfficeCoverage:
    code: str
    short_name: str
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One institution in a quarter; `own` None while it has not answered."""

    institution: Institution
    own: SelfAssessment | None


@dataclass(frozen=True)
class OwnPage:
    """What the page of one institution and quarter shows. `questionnaire` is the answered one,
    or the one of today; `view` None while nothing is stored."""

    institution: Institution
    chosen: QuarterChoice
    own: SelfAssessment | None
    questionnaire: Questionnaire
    number: int
    view: OwnView | None
    history: Sequence[SelfAssessment] = field(default_factory=tuple)

    @property
    def answered(self) -> list[tuple[str, list[tuple[RiskQuestion, str]]]]:
        """Each side with its questions and the words of their answers."""
        answers = self.own.answers if self.own else {}
        return [
            (str(side.label), [(q, _words(answers.get(q.number))) for q in questions])
            for side, questions in by_side(self.questionnaire.questions)
        ]


def asked_institutions(user: User, types: Sequence[str]) -> Any:
    """Of the types that are asked, those that still exist."""
    rows = Institution.objects.visible_to(user)
    return rows.filter(type__code__in=types).exclude(standing__in=GONE)


def coverage_by_office(
    user: User, chosen: QuarterChoice, types: Sequence[str]
) -> list[OfficeCoverage]:
    """In Thai order; offices without anybody to ask are left out."""
    taken = Q(
        self_assessments__fiscal_year=chosen.fiscal_year, self_assessments__quarter=chosen.quarter
    )
    of_level = {
        level: Count("pk", filter=taken & Q(self_assessments__level=level), distinct=True)
        for level in (OwnLevel.HIGH, OwnLevel.MEDIUM)
    }
    rows = (
        asked_institutions(user, types)
        .order_by("office__name_sort")
        .values("office__code", "office__short_name")
        .annotate(
            expected=Count("pk", distinct=True),
            done=Count("pk", filter=taken, distinct=True),
            high=of_level[OwnLevel.HIGH],
            medium=of_level[OwnLevel.MEDIUM],
        )
    )
    return [_office(row) for row in rows]


def own_lines(
    user: User, chosen: QuarterChoice, types: Sequence[str], office: str = ""
) -> list[OwnLine]:
    """Every institution that is asked, of one office or of all in reach."""
    rows = asked_institutions(user, types).select_related("office")
    if office:
        rows = rows.filter(office__code=office)
    of_quarter = SelfAssessment.objects.of_quarter(chosen.fiscal_year, chosen.quarter)
    rows = rows.prefetch_related(Prefetch("self_assessments", of_quarter, to_attr="own_rows"))
    return [OwnLine(row, next(iter(row.own_rows), None)) for row in rows]


def own_page(institution: Institution, chosen: QuarterChoice) -> OwnPage:
    stored = SelfAssessment.objects.filter(institution=institution)
    history = list(stored.select_related("questionnaire", "recorded_by"))
    own = next((row for row in history if _is_of(row, chosen)), None)
    version = own.questionnaire if own else questionnaire_version()
    questionnaire = questionnaire_of(version.content)
    view = view_of(own, questionnaire) if own else None
    return OwnPage(institution, chosen, own, questionnaire, version.number, view, tuple(history))


def view_of(own: SelfAssessment, questionnaire: Questionnaire) -> OwnView | None:
    """The stored answers read again with the rule, for its trace."""
    answers = {number: RiskAnswer(answer) for number, answer in own.answers.items()}
    return own_view(answers, questionnaire.sides, questionnaire.limits.bounds)


def _is_of(row: SelfAssessment, chosen: QuarterChoice) -> bool:
    return (row.fiscal_year, row.quarter) == (chosen.fiscal_year, chosen.quarter)


def _office(row: dict[str, Any]) -> OfficeCoverage:
    counts = Coverage(row["expected"], row["done"], row["high"], row["medium"])
    return OfficeCoverage(row["office__code"], row["office__short_name"], counts)


def _words(answer: str | None) -> str:
    return str(RiskAnswer(answer).label) if answer else ""
