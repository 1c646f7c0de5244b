"""Self-assessments of the sample's savings cooperatives for the last five quarters."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from coops.models import Institution
from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import quarter_bounds
from early_warning.choices import OwnLevel, Received, RiskAnswer
from early_warning.models import Alert, SelfAssessment
from early_warning.questionnaire import Questionnaire, questionnaire_of
from early_warning.rules.self_assessment import own_view
from early_warning.selectors.questionnaires import questionnaire_version
from early_warning.selectors.self_assessments import GONE, QuarterChoice
from early_warning.services.alerts import own_view_follow

QUARTERS = 5
SHARES = (0.31, 0.74, 0.79, 0.83, 0.77)
"""Of those asked, who answered: the quarter of today has just begun."""
AFTER_THE_START = 20
SPREAD = {
    "calm": (78, 16, 2, 4),
    "mixed": (52, 34, 9, 5),
    "strained": (22, 42, 32, 4),
}
"""Weights of low, medium, high and not concerned."""
NOTE = "ข้อมูลตัวอย่าง ไม่ใช่คำตอบของสหกรณ์"


@recorded("early_warning.sample.loaded")
def sample_self_assessments_load(*, actor: User | None, seed: int, today: date) -> dict[str, int]:
    """The sample's institutions have to exist. How many rows."""
    version = questionnaire_version()
    questionnaire = questionnaire_of(version.content)
    asked = list(
        Institution.objects.filter(is_sample=True, type__code__in=questionnaire.types)
        .exclude(standing__in=GONE)
        .order_by("pk")
    )
    rows = list(_rows(asked, questionnaire, version.pk, Random(seed), today))
    SelfAssessment.objects.bulk_create(rows, batch_size=1_000)
    now = QuarterChoice.of_day(today)
    warned = SelfAssessment.objects.of_quarter(now.fiscal_year, now.quarter).filter(
        level=OwnLevel.HIGH
    )
    stored = warned.select_related("institution", "questionnaire").order_by("pk")
    for row in stored:
        own_view_follow(assessment=row, today=row.assessed_on)
    alerts = Alert.objects.update(is_sample=True)
    return {"early_warning.SelfAssessment": len(rows), "early_warning.Alert": alerts}


def _rows(
    asked: list[Institution],
    questionnaire: Questionnaire,
    version: int,
    random: Random,
    today: date,
) -> Iterator[SelfAssessment]:
    for institution in asked:
        mood = random.choices(list(SPREAD), (58, 34, 8))[0]
        chosen = QuarterChoice.of_day(today)
        for position in range(QUARTERS):
            if random.random() < SHARES[position]:
                row = _row(institution, chosen, questionnaire, SPREAD[mood], random, today)
                row.questionnaire_id = version
                yield row
            chosen = chosen.before


def _row(
    institution: Institution,
    chosen: QuarterChoice,
    questionnaire: Questionnaire,
    weights: tuple[int, ...],
    random: Random,
    today: date,
) -> SelfAssessment:
    answers = {
        question.number: random.choices(list(RiskAnswer), weights)[0]
        for question in questionnaire.ordered
    }
    answers[questionnaire.ordered[0].number] = RiskAnswer.LOW
    view = own_view(answers, questionnaire.sides, questionnaire.limits.bounds)
    assert view is not None  # the first question was answered
    first, last = quarter_bounds(chosen.fiscal_year, chosen.quarter)
    day = first + timedelta(days=random.randrange(AFTER_THE_START))
    return SelfAssessment(
        institution=institution,
        fiscal_year=chosen.fiscal_year,
        quarter=chosen.quarter,
        answers={number: answer.value for number, answer in answers.items()},
        level=view.level,
        percent=view.percent,
        assessed_on=min(day, last, today),
        assessor="ผู้จัดการ (ตัวอย่าง)",
        note=NOTE,
        received=Received.SPREADSHEET,
        is_sample=True,
    )
