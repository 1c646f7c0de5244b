"""Was the warning right, as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Column, Report, ReportContext, ReportForm, Row
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date_long
from early_warning.forms.proof import FIRST, WRONG, ProofForm
from early_warning.rules.proof import Hits, is_over
from early_warning.selectors.proof import ProofPage, proof_page


class ProofReportForm(ReportForm):
    """Without a day: a year ago."""

    day = forms.DateField(
        label="คำเตือน ณ วันที่ (ค.ศ.-เดือน-วัน)",
        required=False,
        error_messages={"invalid": WRONG},
    )

    def clean_day(self) -> str:
        day: date | None = self.cleaned_data["day"]
        if day is None:
            return ""
        if not FIRST <= day < timezone.localdate():
            raise forms.ValidationError(WRONG)
        return day.isoformat()


@dataclass(frozen=True, kw_only=True)
class ProofContext(ReportContext):
    page: ProofPage


@register
class WarningsProved(Report[ProofContext]):
    identifier = "warnings-proved"
    title = "คำเตือนถูกต้องเพียงใด"
    description = "ของแห่งที่เตือน ณ วันหนึ่ง กี่แห่งตกชั้น พบข้อบกพร่อง หรือเลิกภายในหนึ่งปี เทียบกับแห่งที่ไม่เตือน"
    formats = (Format.XLSX, Format.CSV, Format.PDF)
    params_form = ProofReportForm
    landscape = True
    columns = (
        Column("แยกตาม", 22),
        Column("รายการ", 34),
        Column("เตือน (แห่ง)", 12, places=0),
        Column("ในจำนวนนั้นเกิดขึ้น", 14, places=0),
        Column("ไม่เตือน (แห่ง)", 12, places=0),
        Column("ในจำนวนนั้นเกิดขึ้น", 14, places=0),
        Column("ความแม่น (ร้อยละ)", 14, places=2),
        Column("ความครอบคลุม (ร้อยละ)", 14, places=2),
        Column("เทียบกับทั่วไป (เท่า)", 14, places=2),
    )

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> ProofContext:
        today = timezone.localdate(as_of)
        given = params.get("day", "")
        day = date.fromisoformat(given) if given else ProofForm({}, today=today).chosen()
        over = "" if is_over(day, today) else " (ยังไม่ครบหนึ่งปี)"
        sample = " จากข้อมูลตัวอย่าง" if sample_loaded() else ""
        return ProofContext(
            title=f"{self.title} ณ วันที่ {format_date_long(day)}{over}{sample}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            page=proof_page(user, day),
        )

    def rows(self, context: ProofContext) -> Iterator[Row]:
        page = context.page
        yield from (_row("สิ่งที่เกิดขึ้น", str(one.label), hits) for one, hits in page.proofs.items())
        for title, lines in (
            ("ประเภทของสถาบัน", page.types),
            ("ระดับเฝ้าระวัง", page.levels),
            ("สัญญาณ", page.signals),
        ):
            yield from (_row(title, line.title, line.hits) for line in lines)


def _row(part: str, title: str, hits: Hits) -> Row:
    counts = (hits.warned, hits.hit, hits.silent, hits.missed)
    return (part, title, *counts, hits.precision, hits.recall, hits.lift)
