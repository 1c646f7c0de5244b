"""Letters about defects: who is written to, what they say, number, file, signed scan."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from docx import Document as read_docx
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from coops.choices import Kind
from cpd_portal.core.attachments import NOT_A_PAPER
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import Document
from inspection.choices import DefectAct
from inspection.letter_wording import letter_wordings, read_wordings
from inspection.models import DefectLetter, LetterDownload
from inspection.reports import DefectLetterReport
from inspection.reports.letter_words import DefectFacts, LetterFacts, defect_letter
from inspection.services.defects import defect_act
from inspection.services.letters import (
    HAS_NUMBER,
    HAS_SCAN,
    NEEDS_NUMBER,
    NOTHING_CHOSEN,
    NUMBER_USED,
    letter_number,
    letter_scan,
)
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_group, make_institution
from tests.core.test_audit import events_of
from tests.documents.conftest import assets, built_fonts
from tests.documents.pdf_reading import extracted
from tests.inspection.papers import PDF, REPLY_BY, make_letter
from tests.inspection.rows import TODAY, make_defect, person

__all__ = ["assets", "built_fonts"]

AS_OF = datetime(2024, 3, 10, 3, 0, tzinfo=UTC)
HOSTILE = 'สหกรณ์ <b>"หนา"</b> {office} \u202e จำกัด'


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def facts(**more: Any) -> LetterFacts:
    values: dict[str, Any] = {
        "institution": "สหกรณ์ก้าวหน้า จำกัด",
        "office": "สำนักงานสหกรณ์จังหวัดเชียงใหม่",
        "reply_by": REPLY_BY,
        "defects": [DefectFacts("ข้อบกพร่อง", "เงินขาด", "ขาด\nสองครั้ง", "ข้อ 5", Decimal("1200.5"))],
    }
    return LetterFacts(**{**values, **more})


def number(letter: DefectLetter, **said: Any) -> DefectLetter:
    given: dict[str, Any] = {
        "actor": person(Role.OFFICER),
        "version": letter.version,
        "document_no": "ชม 0010/12",
        "document_on": TODAY,
        "today": TODAY,
    }
    return letter_number(letter=letter, **{**given, **said})


def scan(letter: DefectLetter, content: bytes = PDF, **said: Any) -> DefectLetter:
    given: dict[str, Any] = {"actor": person(Role.OFFICER), "version": letter.version}
    upload = SimpleUploadedFile("../ลงนาม.exe", content)
    return letter_scan(letter=letter, upload=upload, **{**given, **said})


def test_letter_to_a_cooperative_cites_its_sections_and_the_deadline() -> None:
    found = defect_letter(facts(), letter_wordings()[Kind.COOPERATIVE])
    text = plain(" ".join(found.paragraphs))

    assert found.addressee == "ประธานกรรมการสหกรณ์ก้าวหน้า จำกัด"
    assert plain(found.reference) == (
        "พระราชบัญญัติสหกรณ์ พ.ศ. ๒๕๔๒ มาตรา ๑๖ (๑) มาตรา ๑๗ มาตรา ๑๙ มาตรา ๒๒ (๑)"
    )
    assert "๑. ข้อบกพร่อง เรื่อง เงินขาด ขาด สองครั้ง ไม่เป็นไปตามข้อ ๕ จำนวนเงิน ๑,๒๐๐.๕๐ บาท" in text
    assert "ภายในวันที่ ๓๐ เมษายน ๒๕๖๗" in text
    assert "ตามมาตรา ๒๒ (๑)" in text


def test_letter_to_a_farmer_group_cites_only_sections_124_and_128() -> None:
    found = defect_letter(
        facts(institution="กลุ่มเกษตรกรทำนา"), letter_wordings()[Kind.FARMER_GROUP]
    )
    text = plain(" ".join(found.paragraphs))

    assert plain(found.reference) == "พระราชบัญญัติสหกรณ์ พ.ศ. ๒๕๔๒ มาตรา ๑๒๔ มาตรา ๑๒๘"
    assert "นายทะเบียนกลุ่มเกษตรกร" in text
    assert "นายทะเบียนสหกรณ์" not in text
    assert "มาตรา ๒๒" not in text


def test_name_with_braces_and_marks_stays_as_it_is() -> None:
    found = defect_letter(facts(institution=HOSTILE), letter_wordings()[Kind.COOPERATIVE])

    assert found.addressee == f"ประธานกรรมการ{HOSTILE}"
    assert HOSTILE in found.paragraphs[0]


def test_wording_is_flagged_while_the_sections_are_verified() -> None:
    for wording in read_wordings().values():
        assert not wording.verified
        assert all(row.verified and row.lines for row in wording.sections)


@pytest.mark.django_db
class TestLetter:
    def test_made_for_the_chosen_defects_leaves_an_event(self) -> None:
        defect = make_defect()
        letter = make_letter(defect)

        assert [item.defect for item in letter.items.all()] == [defect]
        assert (letter.office.code, letter.document_no) == ("50", "")
        assert events_of(DefectLetter, letter.pk)[0]["action"] == "inspection.letter.made"

    def test_without_open_defects_or_with_a_past_deadline_is_refused(self) -> None:
        other, own = make_defect(), make_defect()
        with pytest.raises(InvalidInput) as refused:
            make_letter(own, defects=[own.pk, other.pk], reply_by=TODAY)

        assert refused.value.errors == [
            ("/defects", NOTHING_CHOSEN),
            ("/reply_by", "วันที่ขอให้รายงานผลต้องอยู่หลังวันนี้"),
        ]

    def test_number_stands_on_the_timeline_of_every_defect(self) -> None:
        institution = make_institution()
        defects = [make_defect(institution), make_defect(institution, title="บัญชีไม่เป็นปัจจุบัน")]
        letter = number(make_letter(*defects), document_no=" ชม 0010/12 ")

        assert (letter.document_no, letter.document_on, letter.version) == (
            "ชม 0010/12",
            TODAY,
            2,
        )
        for defect in defects:
            step = defect.steps.get(act=DefectAct.LETTER_MADE)
            assert (step.document_no, step.document_on, step.until, step.by) == (
                "ชม 0010/12",
                TODAY,
                REPLY_BY,
                person(Role.OFFICER),
            )
        assert events_of(DefectLetter, letter.pk)[-1]["action"] == "inspection.letter.numbered"

    @pytest.mark.parametrize(
        ("said", "pointer", "message"),
        [
            ({"document_no": "  "}, "/document_no", "กรุณากรอกเลขที่หนังสือ"),
            (
                {"document_on": date(2024, 3, 11)},
                "/document_on",
                "วันที่ของหนังสือต้องไม่อยู่ในอนาคต",
            ),
            (
                {"document_on": REPLY_BY, "today": REPLY_BY},
                "/document_on",
                "วันที่ของหนังสือต้องอยู่ก่อนวันที่ขอให้รายงานผล",
            ),
        ],
    )
    def test_number_or_day_that_cannot_be_is_refused(
        self, said: dict[str, Any], pointer: str, message: str
    ) -> None:
        letter = make_letter()
        with pytest.raises(InvalidInput) as refused:
            number(letter, **said)

        assert refused.value.errors == [(pointer, message)]
        assert not letter.items.get().defect.steps.filter(act=DefectAct.LETTER_MADE).exists()

    def test_number_of_another_letter_is_refused_within_the_year_only(self) -> None:
        number(make_letter())
        late = make_letter(reply_by=date(2025, 4, 30))
        with pytest.raises(InvalidInput, match="ข้อมูลไม่ถูกต้อง") as refused:
            number(late)
        assert refused.value.errors == [("/document_no", NUMBER_USED)]

        next_year = date(2025, 1, 3)
        assert number(late, document_on=next_year, today=next_year).document_no == "ชม 0010/12"

    def test_number_is_given_once_and_to_the_version_seen(self) -> None:
        letter = make_letter()
        numbered = number(letter)
        with pytest.raises(StaleObject):
            number(letter, version=1)
        with pytest.raises(RuleViolation, match=HAS_NUMBER):
            number(numbered)

    def test_number_for_a_cured_defect_changes_nothing(self) -> None:
        letter = make_letter()
        defect = letter.items.get().defect
        for role, act in (
            (Role.OFFICER, DefectAct.BEGUN),
            (Role.INSPECTOR, DefectAct.CLOSURE_PROPOSED),
            (Role.CHIEF, DefectAct.CLOSED),
        ):
            defect = defect_act(
                actor=person(role),
                defect=defect,
                act=act,
                version=defect.version,
                reason="แก้แล้ว",
                today=TODAY,
            )
        with pytest.raises(RuleViolation):
            number(letter)

        assert DefectLetter.objects.get().document_no == ""

    def test_people_of_another_office_are_refused(self) -> None:
        letter = make_letter()
        stranger = person(Role.CHIEF, "51")
        for act in (number, scan):
            with pytest.raises(NotAllowed):
                act(letter, actor=stranger)

    def test_scan_is_kept_as_received_with_its_hash(self) -> None:
        letter = scan(number(make_letter()))

        with letter.scan.open("rb") as kept:
            assert kept.read() == PDF
        assert (letter.scan_name, letter.scan_type) == ("ลงนาม.pdf", "application/pdf")
        assert len(letter.scan_sha256) == 64
        assert "ลงนาม" not in str(letter.scan.name)
        assert events_of(DefectLetter, letter.pk)[-1]["action"] == "inspection.letter.signed"

    def test_scan_needs_a_number_a_paper_and_room(self) -> None:
        letter = make_letter()
        with pytest.raises(RuleViolation, match=NEEDS_NUMBER):
            scan(letter)
        numbered = number(letter)
        with pytest.raises(RuleViolation, match=NOT_A_PAPER):
            scan(numbered, b"<svg onload=alert(1)>")
        kept = scan(numbered)
        with pytest.raises(RuleViolation, match=HAS_SCAN):
            scan(kept)

    def test_scan_is_a_logged_download_that_nobody_changes(self, client_of: SignIn) -> None:
        letter = scan(number(make_letter()))
        response = client_of(person(Role.INSPECTOR)).get(f"/inspection/letters/{letter.pk}/scan/")

        served = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert served.startswith(b"%PDF-")
        assert b"EmbeddedFile" in PDF
        assert b"EmbeddedFile" not in served
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        log = LetterDownload.objects.get()
        assert (log.user, log.sha256) == (person(Role.INSPECTOR), letter.scan_sha256)
        with pytest.raises(InternalError), transaction.atomic():
            log.delete()

    @pytest.mark.usefixtures("assets")
    def test_pdf_and_draft_say_the_same(self, report: DefectLetterReport, tmp_path: Path) -> None:
        group = make_group(name="กลุ่มเกษตรกร <i>ทำนา</i>")
        letter = number(make_letter(make_defect(group)))
        chief = person(Role.CHIEF)
        context = report.context(chief, {"letter": str(letter.pk)}, AS_OF)
        render(report, context, Format.PDF, tmp_path / "letter.pdf")
        render(report, context, Format.DOCX, tmp_path / "letter.docx")
        page = plain(extracted(tmp_path / "letter.pdf"))
        texts = [row.text for row in read_docx(str(tmp_path / "letter.docx")).paragraphs]

        assert "ที่ ชม ๐๐๑๐/๑๒" in page
        assert "กลุ่มเกษตรกร <i>ทำนา</i>" in page
        assert "ถ้อยคำของหนังสือเป็นร่างของระบบ" in page.replace("\n", "")
        assert "ที่ ชม ๐๐๑๐/๑๒" in texts
        assert set(context.letter.paragraphs) < set(texts)
        assert f"({chief})" in texts

    def test_file_of_another_office_is_not_made(self, report: DefectLetterReport) -> None:
        letter = make_letter()
        stranger = person(Role.CHIEF, "51")
        form = report.params_form({"letter": str(letter.pk)}, user=stranger)

        assert form.errors == {"letter": ["ไม่พบหนังสือฉบับนี้ในขอบเขตของบัญชี"]}
        with pytest.raises(ReportError):
            report.context(stranger, {"letter": str(letter.pk)}, AS_OF)

    def test_pages_make_number_and_order_the_letter(self, client_of: SignIn) -> None:
        defect = make_defect(make_institution(name=HOSTILE))
        client = client_of(person(Role.OFFICER))
        new = f"/inspection/institutions/{defect.institution.registration_no}/letters/new/"
        empty = client.post(new, {"reply_by": "1/1/2500"})
        assert empty.status_code == 422
        assert NOTHING_CHOSEN in text_of(empty.content)
        assert "&lt;b&gt;&quot;หนา&quot;&lt;/b&gt;" in client.get(new).content.decode()

        made = client.post(new, {"defects": [str(defect.pk)], "reply_by": "1/1/2600"}, follow=True)
        letter = DefectLetter.objects.get()
        assert "ยังไม่ลงเลขที่" in text_of(made.content)
        done = client.post(
            f"/inspection/letters/{letter.pk}/number/",
            {"document_no": "ชม 1", "document_on": "1/3/2567", "version": 1},
            follow=True,
        )
        assert "ลงเลขที่หนังสือแล้ว" in text_of(done.content)
        client.post(f"/inspection/letters/{letter.pk}/file/", {"format": "docx"})
        document = Document.objects.get()
        assert (document.report, document.params) == ("defect-letter", {"letter": str(letter.pk)})

    def test_list_costs_the_same_for_many(
        self, client_of: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(3):
            make_letter()
        client = client_of(person(Role.OFFICER))
        with django_assert_max_num_queries(8):
            page = client.get("/inspection/letters/")

        assert "3 ฉบับ" in text_of(page.content)


@pytest.fixture
def report(db: None) -> DefectLetterReport:
    found = find_report("defect-letter")
    assert isinstance(found, DefectLetterReport)
    return found
