"""The board of offices as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from coops.forms.board import BOARD_SHOWS
from coops.forms.filters import UNKNOWN
from coops.selectors import fiscal_years
from coops.selectors.board import BoardLine, board
from coops.selectors.desk import NOT_STARTED
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportForm, Row
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.selectors import sample_loaded


class BoardReportForm(ReportForm):
    fiscal_year = forms.TypedChoiceField(label="ปีงบประมาณ", coerce=int, error_messages=UNKNOWN)
    state = forms.ChoiceField(
        label="แสดง", choices=BOARD_SHOWS, required=False, error_messages=UNKNOWN
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        year: Any = self.fields["fiscal_year"]
        year.choices = [(one, str(one)) for one in fiscal_years()]


@dataclass(frozen=True, kw_only=True)
class BoardContext(ReportContext):
    lines: list[BoardLine]


@register
class SubmissionBoard(Report[BoardContext]):
    identifier = "submission-board"
    title = "การส่งข้อมูลของสำนักงาน"
    description = "ทุกสำนักงานที่บัญชีนี้ดูได้: ส่ง ตรวจทาน อนุมัติ ช้า และค่าที่เปลี่ยนหลังอนุมัติ ใช้ทวงถามได้"
    formats = (Format.CSV, Format.XLSX, Format.PDF)
    params_form = BoardReportForm
    landscape = True
    columns = (
        Column("รหัส", 8),
        Column("สำนักงาน", 50),
        Column("สถานะ", 18),
        Column("ทั้งหมด", 10, places=0),
        Column("ครบแล้ว", 10, places=0),
        Column("ส่งเมื่อ", 16),
        Column("ตรวจทานเมื่อ", 16),
        Column("อนุมัติเมื่อ", 16),
        Column("ช้า", 14),
        Column("ค่าที่เปลี่ยนหลังอนุมัติ", 14, places=0),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> BoardContext:
        year = params["fiscal_year"]
        offices = list(OrgUnit.objects.visible_to(user).offices().order_by("name_sort"))
        return BoardContext(
            title=f"{self.title} ปีงบประมาณ {year}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            lines=board(offices, year).shown(params.get("state", "")),
        )

    def rows(self, context: BoardContext) -> Iterator[Row]:
        for line in context.lines:
            yield (
                line.office.code,
                line.office.name,
                state_words(line.state),
                line.progress.population,
                line.progress.complete,
                line.sent_on,
                line.verified_on,
                line.approved_on,
                line.lateness or None,
                line.changed,
            )

    def row_count(self, context: BoardContext) -> int:
        return len(context.lines)


def state_words(state: str) -> str:
    return "ยังไม่เริ่ม" if state == NOT_STARTED else str(SubmissionState(state).label)
