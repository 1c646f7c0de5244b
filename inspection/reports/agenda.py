"""Agenda and minutes of the working group as documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from coops.selectors.signing import Signatory, signatory
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import register
from cpd_portal.core.documents.report import Report, ReportContext, ReportError
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from inspection.forms.documents import MeetingReportForm
from inspection.models import WorkingGroupMeeting
from inspection.selectors.meetings import AgendaPart, agenda_parts, items_of

UNVERIFIED = "แบบของเอกสารเป็นของระบบ ยังไม่มีแบบของทางราชการให้ตรวจยืนยัน"


@dataclass(frozen=True, kw_only=True)
class MeetingContext(ReportContext):
    meeting: WorkingGroupMeeting
    parts: Sequence[AgendaPart]
    chair: Signatory
    today: date


class MeetingReport(Report[MeetingContext]):
    """What agenda and minutes have in common."""

    formats = (Format.PDF,)
    params_form = MeetingReportForm

    def context(self, user: User, params: Mapping[str, Any], as_of: datetime) -> MeetingContext:
        rows = WorkingGroupMeeting.objects.visible_to(user).select_related("office", "called_by")
        found: WorkingGroupMeeting | None = rows.filter(pk=params["meeting"]).first()
        if found is None:
            raise ReportError("ไม่พบการประชุมนี้ในขอบเขตของบัญชี")
        self.require(found)
        return MeetingContext(
            title=f"{self.title} ครั้งที่ {found.number} {found.office.short_name}",
            as_of=as_of,
            rule_version=UNVERIFIED,
            is_sample=sample_loaded(),
            meeting=found,
            parts=agenda_parts(items_of(found)),
            chair=signatory(found.office, found.held_on),
            today=timezone.localdate(as_of),
        )

    def require(self, meeting: WorkingGroupMeeting) -> None:
        """Raises ReportError while the document cannot be made."""


@register
class MeetingAgenda(MeetingReport):
    identifier = "defect-meeting-agenda"
    title = "ระเบียบวาระการประชุมคณะทำงานระดับจังหวัด (จกบ.)"
    description = "เรื่องที่เสนอให้คณะทำงานพิจารณา จำแนกตามเหตุที่เสนอ"
    template = "reports/meeting_agenda.html"


@register
class MeetingMinutes(MeetingReport):
    identifier = "defect-meeting-minutes"
    title = "รายงานการประชุมคณะทำงานระดับจังหวัด (จกบ.)"
    description = "ผู้มาประชุม มติรายเรื่อง และบันทึกการประชุม ของการประชุมที่รับรองแล้ว"
    template = "reports/meeting_minutes.html"

    def require(self, meeting: WorkingGroupMeeting) -> None:
        if not meeting.is_closed:
            raise ReportError("ยังไม่ได้รับรองรายงานการประชุม ให้บันทึกผู้มาประชุมและรับรองก่อน")
