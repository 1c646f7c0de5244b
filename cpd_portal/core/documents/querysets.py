"""Filters of documents."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from cpd_portal.core.documents.choices import DocumentStatus, Stage
from cpd_portal.core.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from cpd_portal.core.models import User

UNFINISHED = (DocumentStatus.QUEUED, DocumentStatus.RUNNING)
QUEUE_PATIENCE = timedelta(minutes=15)
"""A document that waits longer after it was queued is queued again: the broker may have lost
it. Doubles do no harm, a document is rendered under a lock."""


class DocumentQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Documents are personal: they were rendered with the requester's rights."""
        return self.none() if isinstance(user, AnonymousUser) else self.filter(requester=user)

    def to_enqueue(self, now: datetime) -> Self:
        """Unfinished documents that never reached the queue, or too long ago."""
        return self.filter(status__in=UNFINISHED).filter(
            Q(enqueued_at__isnull=True) | Q(enqueued_at__lt=now - QUEUE_PATIENCE)
        )

    def running(self) -> Self:
        """What a worker renders, or died over."""
        return self.filter(status=DocumentStatus.RUNNING)

    def still_queued(self, document_id: UUID) -> Self:
        """That document, as long as no worker has taken it."""
        return self.filter(pk=document_id, status=DocumentStatus.QUEUED)

    def in_stage(self, stage: str) -> Self:
        """Those that the list calls by that name (`Stage`); all without one."""
        if stage == Stage.WAITING:
            return self.filter(status__in=UNFINISHED)
        if stage == Stage.READY:
            return self.filter(status=DocumentStatus.DONE).exclude(file="")
        if stage == Stage.EXPIRED:
            return self.filter(status=DocumentStatus.DONE, file="")
        if stage == Stage.FAILED:
            return self.filter(status=DocumentStatus.FAILED, cancelled_at__isnull=True)
        if stage == Stage.CANCELLED:
            return self.filter(cancelled_at__isnull=False)
        return self

    def of_schedule(self, schedule_id: int, due: date) -> Self:
        """What a schedule ordered for one of its days: one document at most."""
        return self.filter(schedule_id=schedule_id, scheduled_for=due)

    def expired(self, now: datetime) -> Self:
        """Documents whose file is due to be deleted."""
        return self.filter(expires_at__lt=now).exclude(file="")
