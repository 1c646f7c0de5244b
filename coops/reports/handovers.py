"""The list of a handover, to print and sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coops.forms.handovers import HandoverReportForm
from coops.models import Handover, HandoverItem
from coops.selectors.handovers import items_of
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded


@dataclass(frozen=True, kw_only=True)
class HandoverContext(ReportContext):
    handover: Handover
    items: list[HandoverItem]


@register
class HandoverList(Report[HandoverContext]):
    identifier = "handover-list"
    title = "บัญชีส่งมอบงาน"
    description = "รายชื่อสหกรณ์และกลุ่มเกษตรกรที่ส่งมอบ งานค้างของแต่ละแห่ง และช่องลงนามสามฝ่าย"
    formats = (Format.PDF,)
    roles = frozenset({Role.OFFICER, Role.CHIEF, Role.ADMINISTRATOR})
    params_form = HandoverReportForm
    template = "reports/handover_list.html"

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> HandoverContext:
        rows = Handover.objects.visible_to(user).select_related(
            "office", "giver", "receiver", "made_by"
        )
        found: Handover | None = rows.filter(pk=params["handover"]).first()
        if found is None:
            raise ReportError("ไม่พบการส่งมอบนี้ในขอบเขตของบัญชี")
        return HandoverContext(
            title=f"{self.title} {found.office.short_name}",
            as_of=as_of,
            rule_version="",
            is_sample=sample_loaded(),
            handover=found,
            items=items_of(found),
        )
