"""The list of work that was handed over, to print and sign; what is held on a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError, ReportForm
from cpd_portal.core.models import StaffHandover, User
from cpd_portal.core.privacy.subject_report import PersonalDataReport
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.thai.dates import format_date

__all__ = ["PersonalDataReport", "StaffHandoverList"]
OFFERED = 100
NOT_FOUND = "ไม่พบการส่งมอบนี้ในขอบเขตของบัญชี"


class StaffHandoverForm(ReportForm):
    """Which handover is printed; the latest stand first."""

    handover = forms.ChoiceField(label="การส่งมอบ", error_messages={"invalid_choice": NOT_FOUND})

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        rows = StaffHandover.objects.visible_to(user).select_related("unit", "giver", "receiver")
        field: Any = self.fields["handover"]
        field.choices = [
            (str(row.pk), f"{row.unit.short_name} {format_date(row.on)} {row}")
            for row in rows[:OFFERED]
        ]


@dataclass(frozen=True, kw_only=True)
class StaffHandoverContext(ReportContext):
    handover: StaffHandover


@register
class StaffHandoverList(Report[StaffHandoverContext]):
    identifier = "staff-handover-list"
    title = "บัญชีส่งมอบงานของบุคคล"
    description = "งานทุกด้านที่บุคคลหนึ่งส่งมอบให้อีกคนในหน่วยงาน และช่องลงนามสามฝ่าย"
    room = "งานบุคคล"
    formats = (Format.PDF,)
    roles = frozenset({Role.CHIEF, Role.ADMINISTRATOR})
    params_form = StaffHandoverForm
    template = "reports/staff_handover_list.html"

    def context(
        self, user: User, params: Mapping[str, Any], as_of: datetime
    ) -> StaffHandoverContext:
        rows = StaffHandover.objects.visible_to(user).select_related(
            "unit", "giver", "receiver", "made_by"
        )
        found: StaffHandover | None = rows.filter(pk=params["handover"]).first()
        if found is None:
            raise ReportError(NOT_FOUND)
        return StaffHandoverContext(
            title=f"{self.title} {found.unit.short_name}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            handover=found,
        )
