"""Ladders to test with: workbooks and signed versions."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from coops.figures.ladder_sheets import BANDS, CHOICES, SHEETS
from coops.figures.ladder_sheets import LADDERS as SHEET
from coops.figures.ladders import LADDERS
from cpd_portal.core.choices import Role
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.figures.services import figures_propose, figures_sign, figures_work
from cpd_portal.core.models import FigureVersion, User
from tests.conftest import UserMaker

YEAR = 2566
OF = "สหกรณ์ภาคการเกษตร"
Cells = Mapping[str, Any]

RESERVES: Cells = {
    "of": OF,
    "indicator": "2.2",
    "method": "ช่วงค่า",
    "fact": "อัตราส่วนทุนสำรองต่อสินทรัพย์",
    "direction": "มากกว่าดีกว่า",
    "source": "คู่มือทดสอบ",
    "verified": "ไม่ใช่",
}
RESERVE_BANDS: tuple[Cells, ...] = (
    {"of": OF, "indicator": "2.2", "upper": 0.1, "points": 0},
    {
        "of": OF,
        "indicator": "2.2",
        "lower": 0.1,
        "lower_included": "ใช่",
        "upper": 0.2,
        "upper_included": "ใช่",
        "points": 1,
    },
    {"of": OF, "indicator": "2.2", "lower": 0.2, "points": 2},
)
BOOKKEEPING: Cells = {
    "of": OF,
    "indicator": "3.1",
    "method": "ตัวเลือก",
    "fact": "การใช้เทคโนโลยีการบัญชี",
    "direction": "มากกว่าดีกว่า",
    "source": "คู่มือทดสอบ",
    "verified": "ใช่",
}
BOOKKEEPING_CHOICES: tuple[Cells, ...] = (
    {"of": OF, "indicator": "3.1", "value": "ไม่ใช้โปรแกรมบัญชี", "points": 0},
    {"of": OF, "indicator": "3.1", "value": "ใช้บางระบบงาน", "points": 2},
    {"of": OF, "indicator": "3.1", "value": "ใช้ครบทุกระบบงาน", "points": 4},
)


def workbook(
    ladders: Sequence[Cells] = (RESERVES,),
    bands: Sequence[Cells] = RESERVE_BANDS,
    choices: Sequence[Cells] = (),
) -> SimpleUploadedFile:
    book = Workbook()
    book.remove(book.worksheets[0])
    given = {SHEET.code: ladders, BANDS.code: bands, CHOICES.code: choices}
    for sheet in SHEETS:
        page: Any = book.create_sheet(sheet.name)
        page.append([column.title for column in sheet.columns])
        for cells in given[sheet.code]:
            page.append([cells.get(column.key) for column in sheet.columns])
    target = BytesIO()
    book.save(target)
    return SimpleUploadedFile("บันได.xlsx", target.getvalue())


def propose(
    actor: User, upload: SimpleUploadedFile | None = None, year: int = YEAR
) -> FigureVersion:
    return figures_propose(
        actor=actor,
        figures=LADDERS,
        fiscal_year=year,
        upload=upload or workbook(),
        source="คู่มือทดสอบ",
    )


def measured(proposal: FigureVersion) -> FigureVersion:
    figures_work(version_id=proposal.pk)
    proposal.refresh_from_db()
    return proposal


def sign(make_user: UserMaker, upload: SimpleUploadedFile | None = None) -> FigureVersion:
    """Proposed, measured, signed and put into effect."""
    proposal = measured(propose(_user(make_user, Role.OFFICER), upload))
    figures_sign(actor=_user(make_user, Role.CHIEF), version=proposal)
    figures_work(version_id=proposal.pk)
    found = version_in_force(LADDERS.code, YEAR)
    assert found == proposal
    return proposal


def _user(make_user: UserMaker, role: Role) -> User:
    name = f"{role.value}-agri"
    return User.objects.filter(username=name).first() or make_user(role, "agri")
