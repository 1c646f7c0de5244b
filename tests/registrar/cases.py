"""Cases to test with."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.sample_accounts import sample_accounts_create
from inspection.choices import Category
from inspection.models import Defect
from registrar.choices import Ending, HearingManner, Outcome, PersonPart, Verdict
from registrar.models import Case, CaseDecision, CasePerson
from registrar.sample.cases import sample_cases_load
from registrar.sample.delegations import sample_load as sample_delegations_load
from registrar.services.case_decisions import case_decide
from registrar.services.case_hearings import hearing_record
from registrar.services.case_opinions import OpinionValues, case_propose, opinion_sign
from registrar.services.case_work import paper_add, person_add
from registrar.services.cases import CaseValues, case_end, case_open
from tests.coops.rows import make_institution
from tests.inspection.rows import make_defect, person
from tests.registrar.rows import make_delegation

TODAY = date(2026, 6, 15)
PDF = b"%PDF-1.4 paper"


def case_values(institution: Institution | None = None, **changed: Any) -> CaseValues:
    about = institution or make_institution("50")
    values: dict[str, Any] = {
        "type_code": "supervision",
        "office": about.office,
        "institution": about,
        "title": "เงินยืมทดรองค้างคืนเกินกำหนด",
        "facts": "ผู้จัดการยืมเงินทดรองแล้วไม่คืนตามกำหนด",
        "received_on": TODAY,
        "amount": Decimal("48500.00"),
    }
    return CaseValues(**{**values, **changed})


def make_case(institution: Institution | None = None, **changed: Any) -> Case:
    """In charge of an officer of the office."""
    values = case_values(institution, **changed)
    actor = person(Role.OFFICER, values.office.code)
    return case_open(actor=actor, values=values, today=TODAY)


def referred_case(category: Category = Category.FRAUD) -> tuple[Case, Defect]:
    """Of a fraud, referred by the chief, who gives it to the officer."""
    defect = make_defect(category=category)
    values = case_values(
        defect.institution, type_code="defect-referral", title=defect.title, defects=[defect]
    )
    case = case_open(actor=person(Role.CHIEF), values=values, today=TODAY)
    case.handler = person(Role.OFFICER)
    case.save(update_fields=["handler"])
    return case, defect


def opinion(**changed: Any) -> OpinionValues:
    values: dict[str, Any] = {
        "outcome": Outcome.EXERCISE,
        "power_code": "22-1",
        "days": 60,
        "reason": "มาตรการที่เบาที่สุดซึ่งแก้ได้",
        "no_conflict": True,
    }
    return OpinionValues(**{**values, **changed})


def fresh(case: Case) -> Case:
    found: Case = Case.objects.select_related("office", "institution__type").get(pk=case.pk)
    return found


def version(case: Case) -> int:
    return fresh(case).version


def add_paper(case: Case, item: str = "facts", by: User | None = None) -> Any:
    return paper_add(
        actor=by or person(Role.OFFICER),
        case=case,
        version=version(case),
        item=item,
        title="",
        upload=SimpleUploadedFile("หลักฐาน.pdf", PDF),
        today=TODAY,
    )


def add_person(case: Case, name: str = "นายสมชาย ใจดี") -> CasePerson:
    return person_add(
        actor=person(Role.OFFICER),
        case=case,
        version=version(case),
        id=uuid4(),
        part=PersonPart.SUSPECT,
        name=name,
        position="ผู้จัดการ",
        contact="",
        today=TODAY,
    )


def propose(case: Case, **changed: Any) -> Any:
    return case_propose(
        actor=person(Role.OFFICER),
        case=case,
        version=version(case),
        values=opinion(**changed),
        today=TODAY,
    )


def sign(
    case: Case, role: Role = Role.INSPECTOR, position: int = 1, office: str = "50", **changed: Any
) -> Any:
    verdict = changed.pop("verdict", Verdict.AGREES)
    return opinion_sign(
        actor=person(role, office),
        case=case,
        version=version(case),
        position=position,
        verdict=verdict,
        values=opinion(**changed),
        today=TODAY,
    )


def waive_hearing(case: Case) -> Any:
    return hearing_record(
        actor=person(Role.OFFICER),
        case=case,
        version=version(case),
        hearing=None,
        party="คณะกรรมการดำเนินการ",
        manner=HearingManner.WAIVED,
        heard_on=TODAY,
        statement="มีความจำเป็นเร่งด่วน",
        today=TODAY,
    )


def ready_to_decide(case: Case | None = None, **changed: Any) -> Case:
    case = case or make_case()
    make_delegation()
    for item in [row["code"] for row in case.terms["papers"] if row["required"]]:
        add_paper(case, item)
    waive_hearing(case)
    propose(case, **changed)
    sign(case, **changed)
    return fresh(case)


def decide(case: Case, by: User | None = None, **changed: Any) -> CaseDecision:
    return case_decide(
        actor=by or person(Role.CHIEF, case.office.code),
        case=case,
        version=version(case),
        values=opinion(**changed),
        amount=None,
        today=TODAY,
    )


def decided_case(
    *,
    ending: Ending | None = Ending.OBEYED,
    days: int = 60,
    power: str = "22-1",
    office: str = "51",
) -> Case:
    """As it came from the past: stored, without the way to it."""
    unit = OrgUnit.objects.get(code=office)
    institution = make_institution(office)
    case = make_case(institution)
    assert case.office == unit
    CaseDecision.objects.create(
        case=case,
        outcome=Outcome.EXERCISE,
        power_code=power,
        power_title=f"มาตรา {power}",
        days=days,
        reason="เหตุผล",
        decided_on=TODAY - timedelta(days=30),
        by=person(Role.CHIEF, office),
    )
    case.state = "decided"
    case.awaits = []
    case.save()
    if ending:
        case_end(
            actor=person(Role.OFFICER, office),
            case=case,
            version=case.version,
            ending=ending,
            appealed=False,
            reason="ตามรายงาน",
            today=TODAY,
        )
    return fresh(case)


def sample_cases() -> dict[str, int]:
    """Of office 50 one in every state, with decided ones of two other offices."""
    sample_accounts_create(actor=None, password="secret-for-tests")
    sample_delegations_load(actor=None)
    for office, count in (("50", 6), ("51", 1), ("52", 1)):
        for _ in range(count):
            defect = make_defect(make_institution(office))
            Institution.objects.filter(pk=defect.institution_id).update(is_sample=True)
            Defect.objects.filter(pk=defect.pk).update(is_sample=True)
    return sample_cases_load(actor=None, seed=1, today=TODAY)
