"""Names that look like markup, or turn the writing around, are text wherever they appear."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document as read_docx
from openpyxl import load_workbook

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.digests.services import digests_send
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.models import User
from cpd_portal.thai.directions import without_directions
from inspection.digests import DEFECT_DIGEST
from inspection.models import Defect
from tests.coops.pages import SignIn
from tests.coops.rows import make_institution
from tests.days import in_days, today
from tests.documents.conftest import assets, built_fonts
from tests.documents.pdf_reading import extracted
from tests.inspection.papers import make_letter, make_meeting
from tests.inspection.rows import make_defect, person
from tests.inspection.visits import inspector_of, started

__all__ = ["assets", "built_fonts"]

pytestmark = pytest.mark.django_db
NAMES = {
    "markup": "<img src=x onerror=alert(1)><b>หนา</b>",
    "script": "</td></table><script>alert(1)</script>",
    "quotes": "\" onmouseover=alert(1) x='’“ก”&quot;&#60;",
    "template": "{{ user }}{% csrf_token %}${7*7}",
    "zero width": "สห\u200bกร\u200dณ์\u2060ก\ufeff",
    "right to left": "ก\u202eขค\u2067งจ\u200f",
}
SET_APART = {"a", "b", "bdi", "h1", "h2", "li", "td", "th", "dd", "option"}
"""Elements whose text never turns what stands beside them: blocks, bdi, and a and b by
base.css."""


@dataclass(frozen=True)
class Case:
    """`title` is that of the defect, `name` of the institution."""

    name: str
    title: str
    institution: Institution
    defect: Defect


@pytest.fixture(params=list(NAMES.values()), ids=list(NAMES))
def case(request: pytest.FixtureRequest) -> Case:
    name, title = f"สหกรณ์{request.param}จำกัด", f"เรื่อง{request.param}"
    institution = make_institution(name=name)
    defect = make_defect(
        institution,
        title=title,
        found_on=in_days(-200),
        today=in_days(-200),
    )
    return Case(name, title, institution, defect)


class Page(HTMLParser):
    """The texts of a page with the elements around each, and what would run."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "use", "hr", "path", "rect"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.running: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.running += [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        around = self._open[-1] if self._open else ""
        if around == "script" and data.strip():
            self.running.append(data)
        self.texts.append((around, data.strip()))

    @property
    def shown(self) -> str:
        return " ".join(text for around, text in self.texts if around != "title")


def assert_text(html: str, *names: str) -> None:
    """Each stands there letter by letter, nothing of it runs, and a mark of direction ends with
    its element."""
    page = Page(html)
    assert page.running == []
    for name in names:
        assert name in page.shown
    for around, text in page.texts:
        if text != without_directions(text) and around != "title":
            assert text in names, text
            assert around in SET_APART, (around, text)


def read(client: Client, address: str, *args: object) -> str:
    response = client.get(reverse(f"inspection:{address}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_board_and_defect_page(case: Case, client_of: SignIn) -> None:
    client = client_of(person(Role.CHIEF))

    assert_text(read(client, "defects"), case.name, case.title)
    assert_text(read(client, "defect", case.defect.pk), case.name, case.title)


def test_visit_page_my_day_and_calendar(case: Case, client_of: SignIn) -> None:
    inspector = inspector_of()
    visit = started(inspector, institution=case.institution)
    client = client_of(inspector)

    assert_text(read(client, "visit", visit.pk), case.name)
    assert_text(read(client, "my-day"), case.name)
    assert_text(read(client, "calendar"), case.name)


def test_pages_of_institution_letter_and_meeting(case: Case, client_of: SignIn) -> None:
    letter, meeting = make_letter(case.defect, reply_by=in_days(9)), make_meeting()
    client, number = client_of(person(Role.CHIEF)), case.institution.registration_no

    assert_text(read(client, "institution", number), case.name, case.title)
    assert_text(read(client, "letter-new", number), case.name, case.title)
    assert_text(read(client, "letter", letter.pk), case.name, case.title)
    assert_text(read(client, "letters"), case.name)
    assert_text(read(client, "meeting", meeting.pk), case.name, case.title)


def made(identifier: str, file_format: Format, target: Path, **params: str) -> Path:
    report, user = find_report(identifier), person(Role.CHIEF)
    assert report is not None
    render(report, report.context(user, params, timezone.now()), file_format, target)
    return target


def letters_of(text: str) -> str:
    """As paper shows them: without spaces, and what has no width or only turns the writing."""
    seen = re.sub("[\\s\u200b\u200d\u2060\ufeff]", "", without_directions(text))
    return seen.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))


@pytest.mark.usefixtures("assets")
def test_letter(case: Case, tmp_path: Path) -> None:
    key = str(make_letter(case.defect, reply_by=in_days(9)).pk)
    pdf = extracted(made("defect-letter", Format.PDF, tmp_path / "l.pdf", letter=key))
    draft = read_docx(str(made("defect-letter", Format.DOCX, tmp_path / "l.docx", letter=key)))
    typed = "\n".join(paragraph.text for paragraph in draft.paragraphs)

    for text in (pdf, typed):
        assert letters_of(case.name) in letters_of(text)
        assert letters_of(case.title) in letters_of(text)
        assert text == without_directions(text)


def test_register_workbook_has_each_name_in_its_cell(case: Case, tmp_path: Path) -> None:
    made("defect-register", Format.XLSX, tmp_path / "r.xlsx")

    row = list(load_workbook(tmp_path / "r.xlsx").worksheets[0].iter_rows(min_row=2))[0]
    assert [(cell.value, cell.data_type) for cell in (row[2], row[5])] == [
        (case.name, "s"),
        (case.title, "s"),
    ]


def test_digest_is_plain_text_without_another_form(case: Case) -> None:
    user = person(Role.CHIEF)
    User.objects.filter(pk=user.pk).update(email="chief@example.com")

    assert digests_send(DEFECT_DIGEST, today=today()) == 1

    (message,) = mail.outbox
    sent = message.message()
    assert sent.get_content_type() == "text/plain"
    assert not sent.is_multipart()
    body = str(message.body)
    assert without_directions(case.name) in body
    assert without_directions(case.title) in body
    assert body == without_directions(body)
    assert case.name not in str(sent["Subject"])
