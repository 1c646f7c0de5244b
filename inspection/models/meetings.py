"""Meetings of the provincial working group on defects (จกบ.): agenda, decisions, minutes."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import OfficeScopedQuerySet
from inspection.choices import AgendaReason, Decision
from inspection.models.defects import Defect
from inspection.rules.meetings import open_decisions


class OfMeetingQuerySet(OfficeScopedQuerySet):
    office_field = "meeting__office"


@audited
class WorkingGroupMeeting(models.Model):
    """`present` are the people as the minutes name them; once `closed_at` is set the minutes
    stand and nothing changes any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="working_group_meetings")
    number = models.CharField("ครั้งที่", max_length=20)
    held_on = models.DateField("วันที่ประชุม")
    place = models.CharField("สถานที่", max_length=200)
    present = models.JSONField("ผู้มาประชุม", default=list)
    minutes = models.TextField("บันทึกการประชุม", blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField("นัดเมื่อ", auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("รับรองรายงานเมื่อ", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-called_at"]
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="meeting_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.number}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


@audited
class MeetingItem(models.Model):
    """One defect on the agenda, and what the working group decided about it. `own_acts` are what
    the viewer did to the defect, where the page asks for them (`selectors.meetings.items_of`)."""

    own_acts: Sequence[str] = ()

    meeting = models.ForeignKey(WorkingGroupMeeting, models.PROTECT, related_name="items")
    defect = models.ForeignKey(Defect, models.PROTECT, related_name="meeting_items")
    position = models.PositiveSmallIntegerField("ลำดับ")
    because = models.CharField("เหตุที่เสนอ", max_length=7, choices=AgendaReason.choices)
    decision = models.CharField("มติ", max_length=8, choices=Decision.choices, blank=True)
    note = models.TextField("รายละเอียดของมติ", blank=True)
    until = models.DateField("ขยายกำหนดถึง", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("บันทึกมติเมื่อ", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "defect"], name="meeting_item_once"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_at__isnull=False),
                name="meeting_item_decided_when",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.EXTEND) | Q(until__isnull=False),
                name="meeting_item_extended_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.position}"

    @property
    def open_decisions(self) -> list[Decision]:
        """What may be decided now, as the defect stands."""
        return open_decisions(self.defect.place, self.own_acts)
