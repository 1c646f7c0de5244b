"""The minutes of a visit: what was asked and answered, what was found, who signed."""

import base64
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from coops.choices import Kind
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from inspection.choices import VisitState
from inspection.forms.visits import MinutesForm
from inspection.models import Attachment, Visit
from inspection.reports.minutes_words import InspectorFacts, inspector_line, power_of, role_of
from inspection.selectors.appointments import inspectors_of
from inspection.selectors.visit import VisitPage, visit_page
from inspection.services.attachments import attachment_copy


@dataclass(frozen=True, kw_only=True)
class MinutesContext(ReportContext):
    """`role` and `power`: as whom and by which sections; `team`: each with the orders in force
    that day; `signature` is the picture as a data address, or empty."""

    visit: Visit
    page: VisitPage
    role: str
    power: str
    team: list[str]
    signature: str


@register
class VisitMinutes(Report[MinutesContext]):
    identifier = "visit-minutes"
    title = "บันทึกการตรวจการ"
    description = "ผลการตรวจทีละข้อ สิ่งที่พบพร้อมกำหนดแก้ไข สรุปผล และลายมือชื่อของการตรวจหนึ่งครั้ง"
    formats = (Format.PDF,)
    params_form = MinutesForm
    template = "reports/visit_minutes.html"

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> MinutesContext:
        rows = Visit.objects.visible_to(user).select_related(
            "institution", "office", "checklist_version"
        )
        visit: Visit | None = rows.filter(pk=params["visit"]).first()
        if visit is None:
            raise ReportError("ไม่พบการตรวจนี้ในขอบเขตของบัญชี")
        if visit.state not in (VisitState.STARTED, VisitState.FINISHED):
            raise ReportError("การตรวจนี้ยังไม่เริ่มหรือยกเลิกแล้ว จึงไม่มีบันทึกการตรวจ")
        page = visit_page(visit, user, timezone.localdate(as_of))
        kind = Kind(visit.institution.kind)
        return MinutesContext(
            title=f"{self.title} {visit.institution.name}",
            as_of=as_of,
            rule_version=_version_words(visit),
            is_sample=sample_loaded(),
            visit=visit,
            page=page,
            role=role_of(kind),
            power=power_of(kind),
            team=_team_lines(visit, page, kind),
            signature=_picture(user, page.signature),
        )


def _team_lines(visit: Visit, page: VisitPage, kind: Kind) -> list[str]:
    orders: dict[int, list[tuple[str, date]]] = defaultdict(list)
    day = timezone.localdate(visit.started_at)
    rows = inspectors_of(visit.office, day, kind).filter(inspector__in=page.team)
    for inspector, number, ordered_on in rows.values_list("inspector", "order_no", "ordered_on"):
        orders[inspector].append((number, ordered_on))
    return [inspector_line(InspectorFacts(str(one), orders[one.pk])) for one in page.team]


def _version_words(visit: Visit) -> str:
    version = visit.checklist_version
    if version is None:
        return ""
    doubt = "" if version.verified else " (ยังไม่ตรวจยืนยัน)"
    return f"รายการตรวจรุ่นที่ {version.number}{doubt}"


def _picture(user: User, signature: Attachment | None) -> str:
    if signature is None:
        return ""
    encoded = base64.b64encode(attachment_copy(actor=user, attachment=signature)).decode()
    return f"data:{signature.content_type};base64,{encoded}"
