"""Results as they count: a frozen one by its stamp, an open one by the criteria of today."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cpd_portal.core.choices import Round, SubmissionState
from cpd_portal.core.models import Submission, User
from cpd_portal.core.timeline import Step as WayStep
from cpd_portal.core.timeline import stamp as person_and_time
from cpd_portal.core.timeline import submission_steps
from kpis.choices import Band
from kpis.models import Criterion, EvaluatorScore, Kpi, KpiResult
from kpis.models.results import rule_value
from kpis.rules import Policy, Step, score, shown
from kpis.selectors.criteria import criteria_of
from kpis.selectors.papers import Paper, with_papers

WAY = (
    "submitted_by",
    "verified_by",
    "approved_by",
    "returned_by",
)
TITLES = ("บันทึกผล แนบหลักฐาน และส่ง", "หัวหน้าหน่วยงานตรวจทาน", "กองแผนงานอนุมัติ")


@dataclass(frozen=True)
class Scored:
    """The score of one attempt. `exact` and `points` are None where there is no score."""

    exact: Fraction | None
    points: Decimal | None
    band: Band | None
    trace: tuple[Step, ...]


@dataclass(frozen=True)
class Attempt:
    result: KpiResult
    scored: Scored
    words: str
    papers: tuple[Paper, ...]

    @property
    def is_frozen(self) -> bool:
        return self.result.is_frozen

    @property
    def seal(self) -> str:
        """Who sealed it and when."""
        return person_and_time(self.result.frozen_by, self.result.frozen_at)

    @property
    def signatures(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.result.stamp.get("signatures", [])
        return found


@dataclass(frozen=True)
class ResultPage:
    """One KPI in one round: the attempts, the newest first, and how far the newest is."""

    kpi: Kpi
    criterion: Criterion
    policy: Policy
    attempts: tuple[Attempt, ...]
    evaluator: EvaluatorScore | None
    submission: Submission | None

    @property
    def current(self) -> Attempt | None:
        return self.attempts[0] if self.attempts else None

    @property
    def earlier(self) -> tuple[Attempt, ...]:
        return self.attempts[1:]

    @property
    def round(self) -> Round:
        return Round(self.criterion.round)

    @property
    def is_opened(self) -> bool:
        return self.kpi.scorecard.opened_at is not None

    @property
    def is_frozen(self) -> bool:
        return self.current is not None and self.current.is_frozen

    @property
    def is_open(self) -> bool:
        """Whether values may be entered now."""
        return self.is_opened and (self.submission is None or self.submission.is_open)

    @property
    def version(self) -> int:
        return self.current.result.version if self.current and not self.is_frozen else 0

    @property
    def state(self) -> str:
        """A state tag of the front end."""
        if self.current is None:
            return "not_started"
        return str(self.submission.state) if self.submission else SubmissionState.DRAFT.value

    @property
    def steps(self) -> list[WayStep]:
        own = [
            WayStep(self._title(step), step.by, step.state, step.reason)
            for step in submission_steps(self.submission)
        ]
        is_next = own[-1].state == "done"
        seal = self.current.seal if self.current and self.is_frozen else ""
        state = "done" if self.is_frozen else "now" if is_next else ""
        return [*own, WayStep("กองแผนงานปิดผนึกรอบ", seal, state)]

    def _title(self, step: WayStep) -> str:
        if step.state == "back":
            return step.title
        order = ("บันทึกและส่งแบบ", "หัวหน้าสำนักงานตรวจทาน", "ส่วนกลางอนุมัติและล็อกข้อมูล")
        return TITLES[order.index(step.title)]

    @property
    def evaluator_difference(self) -> Decimal | None:
        """The evaluator's score less our own."""
        points = self.current.scored.points if self.current else None
        if self.evaluator is None or points is None:
            return None
        return self.evaluator.score - points


def result_page(user: User, fiscal_year: int, number: int, round: str) -> ResultPage | None:
    """None for a KPI that the year lacks, or a round that the KPI lacks."""
    kpis = Kpi.objects.visible_to(user).for_year(fiscal_year).filter(number=number)
    kpi = kpis.select_related("scorecard", "owner").first()
    if kpi is None:
        return None
    criterion = criteria_of([kpi]).get((kpi.pk, round))
    if criterion is None:
        return None
    rows = KpiResult.objects.visible_to(user).of_round(kpi, round)
    people = [f"submission__{name}" for name in WAY]
    related = (*people, "submission__period", "entered_by", "frozen_by", "appealed_by")
    results = list(with_papers(rows.select_related(*related)))
    policy = kpi.scorecard.policy
    return ResultPage(
        kpi=kpi,
        criterion=criterion,
        policy=policy,
        attempts=tuple(_attempt(result, criterion, policy) for result in results),
        evaluator=EvaluatorScore.objects.filter(kpi=kpi, round=round).first(),
        submission=results[0].submission if results else None,
    )


def scored(result: KpiResult, criterion: Criterion, policy: Policy) -> Scored:
    """By the stamp where the result is frozen, else by the criteria as they are now."""
    if result.is_frozen:
        return _stamped(result.stamp["score"])
    return scored_value(result.value, criterion, policy)


def scored_value(value: object, criterion: Criterion, policy: Policy) -> Scored:
    """`value` as a result stores it."""
    found = score(criterion.rule, rule_value(value), policy)
    return Scored(found.exact, found.shown, found.band, found.trace)


def value_words(value: object, criterion: Criterion) -> str:
    """The stored value for people: "45.00", or each figure with its short name."""
    if value is None:
        return "ไม่มีผล"
    if isinstance(value, dict):
        names = criterion.short_names
        return " ".join(
            f"{names.get(part, part)} {_figure(text, criterion)}" for part, text in value.items()
        )
    return _figure(value, criterion)


def _figure(stored: object, criterion: Criterion) -> str:
    """Percentages as they are scored; other figures keep their digits."""
    number = Decimal(str(stored))
    return shown(number, 2) if criterion.is_percent else shown(number)


def _attempt(result: KpiResult, criterion: Criterion, policy: Policy) -> Attempt:
    papers: tuple[Paper, ...] = tuple(Paper(**paper) for paper in result.papers)  # type: ignore[attr-defined]
    words = value_words(result.value, criterion)
    return Attempt(result, scored(result, criterion, policy), words, papers)


def _stamped(kept: dict[str, Any]) -> Scored:
    return Scored(
        exact=None if kept["exact"] is None else Fraction(kept["exact"]),
        points=None if kept["shown"] is None else Decimal(kept["shown"]),
        band=Band(kept["band"]) if kept["band"] else None,
        trace=tuple(Step(*step) for step in kept["trace"]),
    )
