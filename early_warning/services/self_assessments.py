"""Writes of the cooperatives' own view."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, StaleObject
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.fiscal import quarter_bounds
from early_warning.choices import Received, RiskAnswer
from early_warning.models import SelfAssessment
from early_warning.questionnaire import Questionnaire, questionnaire_of
from early_warning.rules.self_assessment import OwnView, own_view
from early_warning.selectors.questionnaires import questionnaire_version
from early_warning.services.alerts import own_view_follow

RECORDERS = (Role.OFFICER, Role.CHIEF)
NOT_ASKED = "แห่งนี้ไม่ใช่ประเภทที่ต้องประเมินความเสี่ยงด้วยตนเอง"
NOTHING_CONCERNS = "ต้องมีอย่างน้อยหนึ่งข้อที่ไม่ใช่ “ไม่เกี่ยวข้อง”"


@dataclass(frozen=True)
class SelfAssessmentValues:
    """What one form says; `answers` by question number."""

    fiscal_year: int
    quarter: int
    answers: Mapping[str, str]
    assessed_on: date
    assessor: str = ""
    note: str = ""


@recorded("early_warning.self_assessment.recorded")
def self_assessment_record(
    *,
    actor: User,
    institution: Institution,
    values: SelfAssessmentValues,
    received: Received,
    version: int,
    today: date | None = None,
) -> SelfAssessment:
    """The assessment of the quarter, new (`version` 0) or corrected: a correction is answered to
    the questions of today. Raises NotAllowed, InvalidInput or StaleObject."""
    require_recorder(actor, institution.office)
    used = questionnaire_version()
    questionnaire = questionnaire_of(used.content)
    view = checked(institution, values, questionnaire, today or timezone.localdate())
    current = _held(institution, values)
    if current.version != version:
        raise StaleObject
    put(current, values, used, view)
    current.received, current.recorded_by = received, actor
    current.version += 1
    current.save()
    own_view_follow(assessment=current, today=today or timezone.localdate())
    return current


def may_record(user: User, office: OrgUnit) -> bool:
    return user.has_role(*RECORDERS, at=office)


def require_recorder(actor: User, office: OrgUnit) -> None:
    if not may_record(actor, office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะบันทึกการประเมินนี้ได้")


def checked(
    institution: Institution,
    values: SelfAssessmentValues,
    questionnaire: Questionnaire,
    today: date,
) -> OwnView:
    """What the answers say. Raises InvalidInput naming everything that is wrong."""
    problems = [*_answer_problems(values.answers, questionnaire), *_day_problems(values, today)]
    if institution.type.code not in questionnaire.types:
        problems.append(("/institution", NOT_ASKED))
    if problems:
        raise InvalidInput(problems)
    answers = {number: RiskAnswer(answer) for number, answer in values.answers.items()}
    view = own_view(answers, questionnaire.sides, questionnaire.limits.bounds)
    if view is None:
        raise InvalidInput([("/answers", NOTHING_CONCERNS)])
    return view


def put(
    row: SelfAssessment, values: SelfAssessmentValues, used: FigureVersion, view: OwnView
) -> None:
    row.fiscal_year, row.quarter = values.fiscal_year, values.quarter
    row.questionnaire = used
    row.answers = dict(values.answers)
    row.level, row.percent = view.level, view.percent
    row.assessed_on = values.assessed_on
    row.assessor, row.note = values.assessor.strip(), values.note.strip()


def _held(institution: Institution, values: SelfAssessmentValues) -> SelfAssessment:
    """The stored row, held until the end of the transaction, or a new one of version 0."""
    Institution.objects.select_for_update().only("pk").get(pk=institution.pk)
    found: SelfAssessment | None = (
        SelfAssessment.objects.of_quarter(values.fiscal_year, values.quarter)
        .filter(institution=institution)
        .first()
    )
    return found or SelfAssessment(institution=institution, version=0)


def _answer_problems(
    answers: Mapping[str, str], questionnaire: Questionnaire
) -> Sequence[tuple[str, str]]:
    wrong: list[Any] = []
    for question in questionnaire.ordered:
        answer = answers.get(question.number, "")
        if not answer:
            wrong.append((f"/answers/{question.number}", f"ข้อ {question.number} ยังไม่ได้ตอบ"))
        elif answer not in RiskAnswer.values:
            wrong.append((f"/answers/{question.number}", "ไม่รู้จักคำตอบนี้"))
    known = questionnaire.sides
    wrong += [(f"/answers/{number}", "ไม่มีข้อนี้ในแบบ") for number in answers if number not in known]
    return wrong


def _day_problems(values: SelfAssessmentValues, today: date) -> list[tuple[str, str]]:
    if values.quarter not in (1, 2, 3, 4):
        return [("/quarter", "ไตรมาสต้องเป็น 1 ถึง 4")]
    first, _ = quarter_bounds(values.fiscal_year, values.quarter)
    if values.assessed_on > today:
        return [("/assessed_on", "วันที่ประเมินต้องไม่เกินวันนี้")]
    if values.assessed_on < first:
        return [("/assessed_on", "วันที่ประเมินต้องไม่ก่อนวันแรกของไตรมาส")]
    return []
