"""Chase-up letters: who is written to, what they say, what is remembered, their files."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document as read_docx

from coops.choices import Duty, Kind
from coops.duty_figures import meeting_rules
from coops.models import ChaseBatch, ChaseLetter, YearFacts
from coops.reports import ChaseLetters
from coops.reports.letter_words import LetterFacts, letter
from coops.rules.duties import DutyRule
from coops.selectors.duties import DutyChoice, duties_of, duty_lines, duty_rules
from coops.selectors.signing import head_of, signatory
from coops.services.letters import letters_make
from cpd_portal.core.choices import Acting, Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import Document, Membership, OrgUnit, User
from tests.conftest import UserMaker
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_group, make_institution
from tests.core.test_audit import events_of
from tests.documents.pdf_reading import extracted

AS_OF = date(2024, 9, 1)
DUE = date(2024, 8, 28)


def facts(kind: Kind = Kind.COOPERATIVE, **more: Any) -> LetterFacts:
    name = "สหกรณ์การเกษตรก้าวหน้า จำกัด" if kind == Kind.COOPERATIVE else "กลุ่มเกษตรกรทำนาดี"
    values: dict[str, Any] = {
        "institution": name,
        "kind": kind,
        "rule": meeting_rules()[kind],
        "year_end": date(2024, 3, 31),
        "due_on": DUE,
        "as_of": AS_OF,
        "office": "สำนักงานสหกรณ์จังหวัดเชียงใหม่",
    }
    return LetterFacts(**{**values, **more})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_overdue_letter_to_a_cooperative_cites_the_section_and_the_day() -> None:
    found = letter(facts())

    assert found.subject == "ขอให้เร่งรัดการประชุมใหญ่สามัญประจำปี"
    assert found.addressee == "ประธานกรรมการสหกรณ์การเกษตรก้าวหน้า จำกัด"
    assert found.reference == "พระราชบัญญัติสหกรณ์ พ.ศ. ๒๕๔๒ มาตรา ๕๔"
    basis, situation, wish = map(plain, found.paragraphs)
    assert "กำหนดให้คณะกรรมการดำเนินการสหกรณ์เรียกประชุมใหญ่สามัญปีละหนึ่งครั้ง" in basis
    assert "วันสิ้นปีบัญชีวันที่ ๓๑ มีนาคม ๒๕๖๗" in situation
    assert "๑๕๐ วัน ในวันที่ ๒๘ สิงหาคม ๒๕๖๗ แต่ ณ วันที่ ๑ กันยายน ๒๕๖๗" in situation
    assert "โดยเร็ว" in wish


@pytest.mark.parametrize(
    ("as_of", "subject"),
    [
        (DUE, "แจ้งกำหนดการประชุมใหญ่สามัญประจำปี"),
        (date(2024, 8, 29), "ขอให้เร่งรัดการประชุมใหญ่สามัญประจำปี"),
    ],
)
def test_letter_before_the_day_reminds_and_after_it_presses(as_of: date, subject: str) -> None:
    assert letter(facts(as_of=as_of)).subject == subject


def test_farmer_group_gets_its_own_wording_without_the_act() -> None:
    found = letter(facts(Kind.FARMER_GROUP))

    assert "พระราชบัญญัติ" not in "".join(found.paragraphs) + found.reference
    assert "กำหนดให้กลุ่มเกษตรกรต้องมีการประชุมใหญ่สามัญประจำปี" in found.paragraphs[0]


def test_statements_are_asked_for_in_days_of_the_conditions() -> None:
    rule = DutyRule(Duty.STATEMENTS_TIER_1, 30, "เงื่อนไข", "จัดทำงบการเงินแล้วเสร็จภายใน 30 วัน", False)
    found = letter(facts(Kind.FARMER_GROUP, rule=rule, as_of=DUE))

    assert found.subject == "แจ้งกำหนดการจัดทำงบการเงิน"
    assert "ภายใน ๓๐ วัน" in found.paragraphs[0]


@pytest.fixture
def office(db: None) -> OrgUnit:
    return OrgUnit.objects.get(code="50")


@pytest.fixture
def choice() -> DutyChoice:
    return DutyChoice(fiscal_year=2567, as_of=AS_OF)


@pytest.fixture
def batch(officer: User, office: OrgUnit, choice: DutyChoice) -> ChaseBatch:
    make_institution(name="สหกรณ์ทวง จำกัด")
    made, _ = letters_make(actor=officer, office=office, choice=choice, institutions=None)
    return made


@pytest.fixture
def report() -> ChaseLetters:
    found = find_report("chase-letters")
    assert isinstance(found, ChaseLetters)
    return found


def test_letters_go_to_whoever_has_not_met_and_are_remembered(
    officer: User, office: OrgUnit, choice: DutyChoice
) -> None:
    silent = make_institution(name="สหกรณ์เงียบ")
    met = make_institution(name="สหกรณ์ประชุมแล้ว")
    YearFacts.objects.create(
        institution=met,
        fiscal_year=2567,
        accounting_year_end=date(2024, 3, 31),
        general_meeting_on=DUE,
    )
    make_institution("51")

    made, document = letters_make(
        actor=officer, office=office, choice=choice, institutions=[silent.pk, met.pk]
    )

    row = made.letters.get()
    assert (row.institution, row.due_on, row.is_overdue) == (silent, DUE, True)
    assert (document.report, document.params) == ("chase-letters", {"batch": str(made.pk)})
    assert events_of(ChaseLetter, row.pk)[0]["action"] == "coops.letters.made"
    rules = duty_rules(choice.duty, 2567)
    lines = duty_lines(duties_of(officer, choice, rules), choice, rules)
    assert {line.name: line.letter_on is not None for line in lines} == {
        "สหกรณ์เงียบ": True,
        "สหกรณ์ประชุมแล้ว": False,
    }


def test_everybody_of_the_filter_is_written_to(
    officer: User, office: OrgUnit, choice: DutyChoice
) -> None:
    make_institution(name="ก")
    make_group(name="ข")
    groups = DutyChoice(fiscal_year=2567, as_of=AS_OF, kind="farmer_group")

    made, _ = letters_make(actor=officer, office=office, choice=groups, institutions=None)

    assert [row.institution.name for row in made.letters.all()] == ["ข"]


@pytest.mark.parametrize("ticked", [[], [999_999_999]])
def test_nobody_to_write_to_is_refused(
    officer: User, office: OrgUnit, choice: DutyChoice, ticked: list[int]
) -> None:
    make_institution()
    with pytest.raises(RuleViolation, match="ไม่มีแห่งใดที่ต้องทวงถาม"):
        letters_make(actor=officer, office=office, choice=choice, institutions=ticked)

    assert not ChaseBatch.objects.exists()


def test_other_roles_do_not_write(
    office: OrgUnit, choice: DutyChoice, headquarters_chief: User, outsider: User
) -> None:
    make_institution()
    for person in (headquarters_chief, outsider):
        with pytest.raises(NotAllowed):
            letters_make(actor=person, office=office, choice=choice, institutions=None)


def test_file_of_another_office_is_not_made(
    batch: ChaseBatch, report: ChaseLetters, outsider: User
) -> None:
    form = report.params_form({"batch": str(batch.pk)}, user=outsider)

    assert form.errors == {"batch": ["ไม่พบหนังสือชุดนี้ในขอบเขตของบัญชี"]}


@pytest.mark.usefixtures("assets")
def test_pdf_has_a_page_for_each_letter(
    batch: ChaseBatch, report: ChaseLetters, officer: User, chief: User, tmp_path: Path
) -> None:
    ChaseLetter.objects.create(
        batch=batch, institution=make_group(), year_end=date(2024, 3, 31), due_on=DUE
    )
    context = report.context(officer, {"batch": str(batch.pk)}, datetime(2024, 9, 1, tzinfo=UTC))
    render(report, context, Format.PDF, tmp_path / "letters.pdf")
    pages = extracted(tmp_path / "letters.pdf").split("\f")[:-1]

    assert len(pages) == 2
    assert "ที่ ...." in pages[0]
    assert "(คน หัวหน้าหน่วยงาน ๕๐)" in plain(pages[0])
    assert "สหกรณ์จังหวัดเชียงใหม่" in pages[1]
    assert "ตัวบทยังไม่ตรวจยืนยัน" in plain(pages[1])


def test_many_letters_are_made_in_pieces(
    batch: ChaseBatch, report: ChaseLetters, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ChaseLetter.objects.create(
        batch=batch, institution=make_group(), year_end=date(2024, 3, 31), due_on=DUE
    )
    monkeypatch.setattr("coops.reports.letters.LETTERS_AT_ONCE", 1)
    context = report.context(officer, {"batch": str(batch.pk)}, datetime(2024, 9, 1, tzinfo=UTC))

    assert [len(piece.letters) for piece in report.pieces(context)] == [1, 1]


def test_draft_can_be_edited_and_says_the_same(
    batch: ChaseBatch, report: ChaseLetters, officer: User, chief: User, tmp_path: Path
) -> None:
    context = report.context(officer, {"batch": str(batch.pk)}, datetime(2024, 9, 1, tzinfo=UTC))
    render(report, context, Format.DOCX, tmp_path / "letters.docx")
    draft = read_docx(str(tmp_path / "letters.docx"))
    texts = [paragraph.text for paragraph in draft.paragraphs]

    assert "เรียน\tประธานกรรมการสหกรณ์ทวง จำกัด" in texts
    assert [text for text in texts if text in context.letters[0].paragraphs] == list(
        context.letters[0].paragraphs
    )
    assert f"({chief})" in texts
    assert "ข้อมูล ณ วันที่" in plain(draft.sections[0].footer.paragraphs[0].text)


def test_acting_chief_signs_as_such(office: OrgUnit, chief: User, make_user: UserMaker) -> None:
    acting = make_user(Role.OFFICER, "50", username="acting")
    Membership.objects.create(
        user=acting,
        org_unit=office,
        role=Role.CHIEF,
        acting=Acting.ACTING_FOR,
        order_no="1/2567",
        order_date=date(2024, 8, 1),
        starts=date(2024, 8, 1),
        ends=date(2024, 8, 31),
    )
    during = signatory(office, date(2024, 8, 31))
    after = signatory(office, date(2024, 9, 1))

    assert during.name == str(acting)
    assert during.lines == ("รักษาราชการแทน สหกรณ์จังหวัดเชียงใหม่",)
    assert (after.name, after.lines) == (str(chief), ("สหกรณ์จังหวัดเชียงใหม่",))


def test_head_is_named_and_the_line_left_open_without_one(db: None) -> None:
    bangkok = OrgUnit.objects.get(code="10-1")

    assert head_of(bangkok) == f"หัวหน้า{bangkok.name}"
    assert signatory(bangkok, AS_OF).name == ""


def test_page_makes_letters_for_the_ticked_ones(officer: User, client_of: SignIn) -> None:
    institution = make_institution(name="สหกรณ์ทวง")
    client = client_of(officer)
    client.post("/context/", {"period": "2567-12m"})
    page = client.get("/coops/duties/?as_of=1/9/2567")
    assert f'name="institutions" value="{institution.pk}"' in page.content.decode()

    done = client.post(
        "/coops/duties/letters/50/?as_of=1/9/2567",
        {"institutions": [institution.pk], "format": "docx"},
        follow=True,
    )
    assert "จัดทำหนังสือ 1 ฉบับแล้ว" in text_of(done.content)
    assert Document.objects.get().format == "docx"
    assert ChaseBatch.objects.get().as_of == AS_OF


@pytest.mark.parametrize(
    "data",
    [{}, {"format": "exe"}, {"format": "pdf"}, {"format": "pdf", "institutions": "x"}],
)
def test_page_without_a_choice_says_what_to_do(
    officer: User, client_of: SignIn, data: dict[str, str]
) -> None:
    make_institution()
    done = client_of(officer).post("/coops/duties/letters/50/", data, follow=True)

    assert not ChaseBatch.objects.exists()
    assert "เลือกแห่ง" in text_of(done.content)
