"""The data-subject report: what is held on one person, for the administrator of the department.

Who asked for it when and with which reason stands in the document and its events, who took the
file in the log of downloads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import (
    Column,
    Report,
    ReportContext,
    ReportError,
    ReportForm,
    Row,
)
from cpd_portal.core.guards import is_national_administrator
from cpd_portal.core.models import User
from cpd_portal.core.privacy.held import Held, held_on
from cpd_portal.core.selectors import sample_loaded

ONLY_NATIONAL = "ต้องเป็นผู้ดูแลระบบของกรมจึงจะขอรายงานนี้ได้"
NOT_FOUND = "ไม่พบบัญชีของชื่อผู้ใช้นี้"


class PersonalDataForm(ReportForm):
    username = forms.CharField(label="ชื่อผู้ใช้", max_length=150)
    reason = forms.CharField(
        label="เหตุผล", max_length=300, help_text="เช่น คำขอของเจ้าของข้อมูล ลงวันที่ …"
    )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if not is_national_administrator(self.user):
            raise forms.ValidationError(ONLY_NATIONAL)
        if not User.objects.filter(username=username).exists():
            raise forms.ValidationError(NOT_FOUND)
        return username


@dataclass(frozen=True, kw_only=True)
class PersonalDataContext(ReportContext):
    held: tuple[Held, ...]


@register
class PersonalDataReport(Report[PersonalDataContext]):
    identifier = "personal-data"
    title = "ข้อมูลที่ระบบถืออยู่ของบุคคลหนึ่ง"
    description = "ทุกตารางที่มีข้อมูลของผู้ใช้หนึ่งคน สำหรับตอบคำขอของเจ้าของข้อมูลส่วนบุคคล"
    room = "งานบุคคล"
    formats = (Format.XLSX, Format.CSV)
    roles = frozenset({Role.ADMINISTRATOR})
    params_form = PersonalDataForm
    columns = (Column("ตาราง", 30), Column("เกี่ยวข้องเป็น", 20), Column("ข้อมูล", 90))

    def context(
        self, user: User, params: Mapping[str, Any], as_of: datetime
    ) -> PersonalDataContext:
        if not is_national_administrator(user):
            raise ReportError(ONLY_NATIONAL)
        person = User.objects.filter(username=params["username"]).first()
        if person is None:
            raise ReportError(NOT_FOUND)
        return PersonalDataContext(
            title=f"{self.title} {person.username}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            held=tuple(held_on(person)),
        )

    def rows(self, context: PersonalDataContext) -> Iterator[Row]:
        return ((one.table, one.relation, one.words) for one in context.held)
