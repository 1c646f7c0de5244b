"""Chase-up letters as one file: a letter on each page, or an editable draft."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from coops.choices import Duty, Kind
from coops.forms.letters import LetterReportForm
from coops.models import ChaseBatch, ChaseLetter
from coops.reports.letter_words import LetterFacts, letter
from coops.rules.duties import DutyRule
from coops.selectors.duties import duty_rules
from coops.selectors.signing import Signatory, signatory
from coops.services.letters import REPORT
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.letter_draft import Letter, write_draft
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.selectors import sample_loaded

LETTERS_AT_ONCE = 50
UNVERIFIED = "ตัวบทยังไม่ตรวจยืนยัน โปรดตรวจก่อนลงนาม"


@dataclass(frozen=True, kw_only=True)
class LettersContext(ReportContext):
    office: OrgUnit
    signatory: Signatory
    letters: tuple[Letter, ...]


@register
class ChaseLetters(Report[LettersContext]):
    identifier = REPORT
    title = "หนังสือทวงถามและแจ้งกำหนด"
    description = (
        "ฉบับละหนึ่งแห่ง เลขที่และวันที่เว้นไว้ลงจากทะเบียนหนังสือของสำนักงาน จัดทำจากหน้าประชุมใหญ่และงบการเงิน"
    )
    formats = (Format.PDF, Format.DOCX)
    roles = frozenset({Role.OFFICER, Role.CHIEF})
    params_form = LetterReportForm
    template = "reports/chase_letters.html"
    page_numbers = False

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> LettersContext:
        rows = ChaseBatch.objects.visible_to(user).select_related("office")
        batch: ChaseBatch | None = rows.filter(pk=params["batch"]).first()
        if batch is None:
            raise ReportError("ไม่พบหนังสือชุดนี้ในขอบเขตของบัญชี")
        rules = duty_rules(Duty(batch.duty), batch.fiscal_year)
        facts = _facts(batch, rules)
        return LettersContext(
            title=f"{self.title} {Duty(batch.duty).label} ปีงบประมาณ {batch.fiscal_year}",
            as_of=as_of,
            rule_version=_basis(rules, {row.kind for row in facts}),
            is_sample=sample_loaded(),
            office=batch.office,
            signatory=signatory(batch.office, timezone.localdate(as_of)),
            letters=tuple(letter(row) for row in facts),
        )

    def pieces(self, context: LettersContext) -> Sequence[LettersContext]:
        starts = range(0, len(context.letters), LETTERS_AT_ONCE)
        return [
            replace(context, letters=context.letters[start : start + LETTERS_AT_ONCE])
            for start in starts
        ]

    def write_docx(self, context: LettersContext, target: Path) -> None:
        write_draft(context.letters, context.office, context.signatory, context, target)


def _facts(batch: ChaseBatch, rules: Mapping[Kind, DutyRule]) -> list[LetterFacts]:
    """In Thai order of the names."""
    rows: Any = ChaseLetter.objects.filter(batch=batch).select_related("institution")
    return [
        LetterFacts(
            institution=row.institution.name,
            kind=Kind(row.institution.kind),
            rule=rules[Kind(row.institution.kind)],
            year_end=row.year_end,
            due_on=row.due_on,
            as_of=batch.as_of,
            office=batch.office.name,
        )
        for row in rows.order_by("institution__name_sort", "institution__registration_no")
    ]


def _basis(rules: Mapping[Kind, DutyRule], kinds: Iterable[Kind]) -> str:
    """What the letters rest on, each with the mark where its text was not verified."""
    used = [rules[kind] for kind in Kind if kind in set(kinds)]
    return " · ".join(
        rule.source if rule.verified else f"{rule.source} ({UNVERIFIED})" for rule in used
    )
