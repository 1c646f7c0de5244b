"""Reports that exist only for the tests of the machinery."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from errno import ENOSPC
from pathlib import Path
from typing import Any

import docx
from django import forms

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.report import (
    Column,
    Member,
    Report,
    ReportContext,
    ReportError,
    ReportForm,
    Row,
)
from cpd_portal.core.models import User

THAI_NAME = "กลุ่มเกษตรกรทำนาน้ำพอง จำกัด"


@dataclass(frozen=True, kw_only=True)
class RegisterContext(ReportContext):
    row_total: int


class RegisterForm(ReportForm):
    rows = forms.IntegerField(label="จำนวนแถว", min_value=0, max_value=5000, required=False)
    kind = forms.ChoiceField(
        label="ชนิด", choices=[("", "ทุกชนิด"), ("cooperative", "สหกรณ์")], required=False
    )


class SampleRegister(Report[RegisterContext]):
    identifier = "sample-register"
    title = "ทะเบียนทดสอบ"
    room = "ห้องทดสอบ"
    formats = (Format.PDF, Format.XLSX, Format.CSV, Format.DOCX, Format.ZIP)
    roles = frozenset({Role.OFFICER, Role.EXECUTIVE})
    params_form = RegisterForm
    columns = (
        Column("ที่", 6, places=0),
        Column("ชื่อ", 40),
        Column("คะแนน", 12, places=2),
        Column("วันสิ้นปีบัญชี", 18),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> RegisterContext:
        if params.get("rows") == 13:
            raise ReportError("ไม่มีข้อมูลของปีที่เลือก")
        if params.get("rows") == 666:
            raise ZeroDivisionError
        if params.get("rows") == 507:
            raise OSError(ENOSPC, "No space left on device")
        return RegisterContext(
            title="ทะเบียนทดสอบ ปีงบประมาณ 2567",
            as_of=as_of,
            rule_version="ทดสอบ รุ่น 1",
            is_sample=True,
            row_total=params.get("rows", 3),
        )

    def rows(self, context: RegisterContext) -> Iterator[Row]:
        for number in range(1, context.row_total + 1):
            score = Decimal("82.5") if number % 2 else None
            yield number, THAI_NAME, score, date(2024, 3, 31)

    def row_count(self, context: RegisterContext) -> int:
        return context.row_total

    def members(self, context: RegisterContext) -> Iterator[Member]:
        """As many files as rows were asked for, each with its own number of rows."""
        for number in range(1, context.row_total + 1):
            yield Member(f"แฟ้ม {number}.csv", Format.CSV, self, replace(context, row_total=number))

    def write_docx(self, context: RegisterContext, target: Path) -> None:
        draft = docx.Document()
        draft.add_paragraph(context.title)
        draft.save(str(target))
