"""One sample case, told act by act through the services."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from cpd_portal.core.models import User
from registrar.choices import Ending, HearingManner, Outcome, PersonPart, StopReason, Verdict
from registrar.models import Case
from registrar.rules.similarity import departs
from registrar.selectors.precedents import precedents
from registrar.services import case_decisions, case_hearings, case_opinions, case_work, cases
from registrar.services.case_opinions import OpinionValues
from registrar.services.cases import CaseValues

FACTS = "ข้อมูลตัวอย่าง ไม่ใช่เรื่องจริง"
OFFICE = "50"
HEADQUARTERS = ("legal", "registrar")
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
FOUND = {"harm_possible": True, "practice_continues": True, "damage_done": True, "unclear": False}


@dataclass
class Story:
    """One case: each act goes on from where the last one left it."""

    people: Mapping[str, User]
    case: Case
    today: date

    @classmethod
    def begin(
        cls, people: Mapping[str, User], values: CaseValues, today: date, who: str
    ) -> "Story":
        """Opened by the office's `who`, and in charge of its officer."""
        made = cases.case_open(actor=_of(people, who), values=values, today=today)
        made.is_sample = True
        made.save(update_fields=["is_sample"])
        story = cls(people, made, today)
        if who == "chief":
            story.act(cases.case_assign, "chief", 0, handler=_of(people, "officer"))
        return story

    def act(self, service: Callable[..., Any], who: str, after: int, **values: Any) -> Any:
        """By the office's `who`, so many days after the receipt, never later than today."""
        day = min(self.case.received_on + timedelta(days=after), self.today)
        version = Case.objects.values_list("version", flat=True).get(pk=self.case.pk)
        return service(
            actor=_of(self.people, who), case=self.case, version=version, today=day, **values
        )

    def paper(self, item: str, after: int) -> None:
        upload = SimpleUploadedFile(f"ตัวอย่าง-{item}.pdf", PAPER + f"% {item}\n".encode())
        self.act(case_work.paper_add, "officer", after, item=item, title="", upload=upload)

    def papers(self, after: int) -> None:
        for row in self.case.terms["papers"]:
            if row["required"]:
                self.paper(row["code"], after)

    def task(self, title: str, after: int, days: int) -> None:
        due = self.case.received_on + timedelta(days=after + days)
        key = uuid5(self.case.pk, title)
        values = {"id": key, "title": title, "owner": _of(self.people, "inspector"), "due_on": due}
        self.act(case_work.task_give, "chief", after, **values)

    def person(self, part: PersonPart, name: str, position: str) -> None:
        key = uuid5(self.case.pk, name)
        values = {"id": key, "part": part, "name": name, "position": position, "contact": ""}
        self.act(case_work.person_add, "officer", 1, **values)

    def heard(self, after: int) -> None:
        called = self.case.received_on + timedelta(days=after)
        hearing = self.act(
            case_hearings.hearing_call, "officer", after, party="คณะกรรมการดำเนินการ",
            called_on=called, document_no="ตัวอย่าง 1/2569", reply_by=called + timedelta(days=7),
        )  # fmt: skip
        self.act(
            case_hearings.hearing_record, "officer", after + 6, hearing=hearing, party="",
            manner=HearingManner.WRITTEN, heard_on=called + timedelta(days=6),
            statement=f"คณะกรรมการชี้แจงว่าจะเรียกเงินคืนภายในสามเดือน ({FACTS})",
        )  # fmt: skip

    def assess(self, after: int = 1) -> None:
        self.act(case_work.case_assess, "officer", after, answers=FOUND)

    def propose(self, after: int, power: str = "22-1", days: int | None = 60) -> None:
        values = self._opinion(power, days, "ใช้มาตรการเบาที่สุดที่แก้ไขข้อบกพร่องได้")
        self.act(case_opinions.case_propose, "officer", after, values=values)

    def sign(self, who: str, position: int, after: int, **opinion: Any) -> None:
        verdict = opinion.pop("verdict", Verdict.AGREES)
        values = self._opinion(**{"power": "22-1", "days": 60, "reason": "เห็นตามที่เสนอ", **opinion})
        self.act(
            case_opinions.opinion_sign, who, after,
            position=position, verdict=verdict, values=values,
        )  # fmt: skip

    def stop(self, after: int) -> None:
        self.act(
            case_work.clock_stop, "officer", after, because=StopReason.PAPERS,
            words=f"รอสมุดบัญชีเงินยืม ({FACTS})",
            from_on=self.case.received_on + timedelta(days=after),
        )  # fmt: skip

    def returned(self, who: str, after: int) -> None:
        reason = f"ขอหลักฐานการรับเงินเพิ่ม ({FACTS})"
        self.act(case_opinions.case_return, who, after, reason=reason)

    def interest(self, who: str, after: int) -> None:
        values = {"has_conflict": True, "words": f"เป็นญาติของผู้จัดการ ({FACTS})"}
        self.act(case_opinions.conflict_declare, who, after, **values)

    def decide(
        self, after: int, power: str = "22-1", days: int | None = 60, amount: Decimal | None = None
    ) -> None:
        values = self._opinion(power, days, "ข้อเท็จจริงฟังได้ตามรายงาน")
        self.act(case_decisions.case_decide, "chief", after, values=values, amount=amount)

    def _opinion(self, power: str, days: int | None, reason: str) -> OpinionValues:
        """With words on the departure only where there is one."""
        line = precedents(self.case).line
        away = departs(line, Outcome.EXERCISE, power, days)
        return OpinionValues(
            outcome=Outcome.EXERCISE,
            power_code=power,
            days=days,
            reason=f"{reason} ({FACTS})",
            departure=f"ความเสียหายยังเกิดต่อเนื่อง ({FACTS})" if away else "",
            no_conflict=True,
        )

    def end(self, ending: Ending, after: int) -> None:
        values = {"ending": ending, "appealed": False, "reason": FACTS}
        self.act(cases.case_end, "officer", after, **values)

    def close(self, after: int) -> None:
        self.act(cases.case_close, "chief", after, reason=FACTS)


def _of(people: Mapping[str, User], who: str) -> User:
    return people[who if who in HEADQUARTERS else f"{who}-{OFFICE}"]
