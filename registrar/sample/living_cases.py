"""Sample cases of one office, one in every state, so that each page has something to show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from coops.models import Institution
from cpd_portal.core.models import OrgUnit, User
from inspection.models import Defect
from registrar.choices import Ending, PersonPart, Verdict
from registrar.models import Case
from registrar.sample.story import FACTS, OFFICE, Story
from registrar.services.cases import CaseValues

REFERRED = "defect-referral"
CEILING = "borrowing-ceiling"
WANTED = Decimal("12000000.00")


def living_cases(
    people: Mapping[str, User],
    defects: Sequence[Defect],
    institutions: Sequence[Institution],
    today: date,
) -> list[Case]:
    """As many as there are defects and institutions for."""
    stories = []
    for (days, tell), defect in zip(OF_DEFECTS, defects, strict=False):
        values = _referral(defect, today - timedelta(days=days))
        stories.append(Story.begin(people, values, today, "chief"))
        tell(stories[-1])
    for (days, code, tell), institution in zip(OF_INSTITUTIONS, institutions, strict=False):
        values = _application(institution, code, today - timedelta(days=days))
        stories.append(Story.begin(people, values, today, "officer"))
        tell(stories[-1])
    return [story.case for story in stories]


def _referral(defect: Defect, received_on: date) -> CaseValues:
    return CaseValues(
        type_code=REFERRED,
        office=defect.office,
        institution=defect.institution,
        title=defect.title,
        facts=f"{defect.facts}\n({FACTS})",
        amount=defect.amount,
        received_on=max(received_on, defect.found_on),
        defects=[defect],
    )


def _application(institution: Institution, code: str, received_on: date) -> CaseValues:
    values = CaseValues(
        type_code=code,
        office=institution.office,
        institution=institution,
        title=TITLES[code],
        facts=FACTS,
        clause=CLAUSES[code],
        amount=WANTED if code == CEILING else None,
        received_on=received_on,
        document_no="ตัวอย่าง 1/2569",
        document_on=received_on,
    )
    if code != "registration":
        return values
    office = OrgUnit.objects.get(code=OFFICE)
    applicant = "คณะผู้จัดตั้งสหกรณ์ตัวอย่าง จำกัด"
    return replace(values, institution=None, applicant=applicant, office=office)


TITLES = {
    CEILING: "ขอความเห็นชอบวงเงินกู้ยืม",
    "supervision": "ให้เงินยืมทดรองเกินระเบียบติดต่อกันสองปี",
    "registration": "ขอจดทะเบียนสหกรณ์ตัวอย่าง จำกัด",
}
CLAUSES = {CEILING: "มาตรา 47", "supervision": "มาตรา 22", "registration": "มาตรา 33"}


def _waits_for_the_decision(story: Story) -> None:
    """With persons, a dissent, a hearing and a task: everything that a case can hold."""
    story.person(PersonPart.SUSPECT, "นายสมปอง แสดงสมมติ", "ผู้จัดการ")
    story.person(PersonPart.COMPLAINANT, "นางสมศรี นามสมมติ", "สมาชิก")
    story.assess()
    story.papers(2)
    story.task("ขอบัญชีเงินยืมจากสหกรณ์", 2, 30)
    story.heard(3)
    story.propose(12)
    story.sign("inspector", 1, 14)
    story.sign("legal", 3, 16, verdict=Verdict.DISSENTS, power="22-2", reason="ควรระงับก่อน")


def _is_followed_up(story: Story) -> None:
    _waits_for_the_decision(story)
    story.decide(20)


def _was_not_obeyed(story: Story) -> None:
    _is_followed_up(story)
    story.end(Ending.DISOBEYED, 85)


def _waits_for_the_inspector(story: Story) -> None:
    story.assess()
    story.papers(2)
    story.propose(4)


def _came_back(story: Story) -> None:
    _waits_for_the_inspector(story)
    story.returned("inspector", 6)


def _stands(story: Story) -> None:
    story.assess()
    story.stop(4)


def _is_late(story: Story) -> None:
    """Nobody is in charge: the officer declared an interest."""
    story.interest("officer", 1)


def _waits_for_the_ceiling(story: Story) -> None:
    story.papers(1)
    story.propose(2, "47", None)
    story.sign("inspector", 1, 3, power="47", days=None)


def _has_its_ceiling(story: Story) -> None:
    _waits_for_the_ceiling(story)
    story.decide(10, "47", None, WANTED)
    story.end(Ending.NOTHING_LEFT, 11)
    story.close(11)


def _is_withdrawn(story: Story) -> None:
    story.close(9)


def _is_prepared(story: Story) -> None:
    story.paper("request", 1)


Tell = Callable[[Story], None]
# How many days ago each was received, and its tale.
OF_DEFECTS: tuple[tuple[int, Tell], ...] = (
    (24, _waits_for_the_decision),
    (45, _is_followed_up),
    (110, _was_not_obeyed),
    (12, _waits_for_the_inspector),
    (30, _came_back),
    (20, _stands),
)
OF_INSTITUTIONS: tuple[tuple[int, str, Tell], ...] = (
    (8, CEILING, _waits_for_the_ceiling),
    (60, CEILING, _has_its_ceiling),
    (75, "supervision", _is_late),
    (40, CEILING, _is_withdrawn),
    (3, "registration", _is_prepared),
)
