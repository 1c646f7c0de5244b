"""Self-assessments to test with."""

from datetime import date
from typing import Any

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from early_warning.choices import Received, RiskAnswer
from early_warning.models import SelfAssessment
from early_warning.questionnaire import Questionnaire, questionnaire_of
from early_warning.selectors.questionnaires import questionnaire_version
from early_warning.services.self_assessments import SelfAssessmentValues, self_assessment_record
from tests.coops.rows import make_institution
from tests.inspection.rows import person

YEAR, QUARTER = 2569, 2
ON = date(2026, 2, 10)


def questionnaire() -> Questionnaire:
    return questionnaire_of(questionnaire_version().content)


def make_savings(office: str = "50", **fields: Any) -> Institution:
    return make_institution(office, type="savings", **fields)


def answers(answer: RiskAnswer = RiskAnswer.LOW, **by_side: RiskAnswer) -> dict[str, str]:
    """The same answer everywhere, or another one for a side ("credit")."""
    return {row.number: by_side.get(row.side, answer).value for row in questionnaire().questions}


def own_values(**changed: Any) -> SelfAssessmentValues:
    values: dict[str, Any] = {
        "fiscal_year": YEAR,
        "quarter": QUARTER,
        "answers": answers(),
        "assessed_on": ON,
        "assessor": "ผู้จัดการ",
    }
    return SelfAssessmentValues(**{**values, **changed})


def make_own(
    institution: Institution | None = None, actor: User | None = None, **changed: Any
) -> SelfAssessment:
    institution = institution or make_savings()
    return self_assessment_record(
        actor=actor or person(Role.OFFICER, institution.office.code),
        institution=institution,
        values=own_values(**changed),
        received=Received.FORM,
        version=0,
    )
