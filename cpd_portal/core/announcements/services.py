"""Writes of announcements: publish, withdraw, note that it was read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cpd_portal.core.announcements.models import Announcement, AnnouncementRead
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.guards import is_national_administrator
from cpd_portal.core.models.people import User
from cpd_portal.core.models.places import OrgUnit

NO_UNIT = "เลือกหน่วยงานอย่างน้อยหนึ่งแห่ง"
OVER = "วันสุดท้ายต้องไม่ก่อนวันแรกและต้องไม่ใช่วันที่ผ่านไปแล้ว"
WITHDRAWN = "ประกาศนี้ถอนไปแล้ว"
ONLY_ADMINISTRATORS = "ประกาศได้เฉพาะผู้ดูแลระบบ"
ONLY_AUTHOR = "ถอนได้เฉพาะผู้ประกาศและผู้ดูแลระบบของกรม"


@dataclass(frozen=True, kw_only=True)
class AnnouncementValues:
    title: str
    body: str
    starts: date
    ends: date
    units: Sequence[OrgUnit]
    roles: Sequence[Role] = ()


def announces(user: User) -> bool:
    return user.has_role(Role.ADMINISTRATOR)


@recorded("core.announcement.published")
def announcement_publish(*, actor: User, values: AnnouncementValues, today: date) -> Announcement:
    """To units that the actor administers. Raises NotAllowed or InvalidInput."""
    if not announces(actor):
        raise NotAllowed(ONLY_ADMINISTRATORS)
    for unit in values.units:
        if not actor.administers(unit):
            raise NotAllowed(f"ต้องเป็นผู้ดูแลระบบของ{unit.name}จึงจะประกาศถึงคนของหน่วยงานนี้ได้")
    problems = [] if values.units else [("/units", NO_UNIT)]
    if values.ends < max(values.starts, today):
        problems.append(("/ends", OVER))
    if problems:
        raise InvalidInput(problems)
    made: Announcement = Announcement.objects.create(
        title=values.title.strip(),
        body=values.body.strip(),
        starts=values.starts,
        ends=values.ends,
        units=[unit.code for unit in values.units],
        roles=[role.value for role in values.roles],
        author=actor,
    )
    return made


@recorded("core.announcement.withdrawn")
def announcement_withdraw(*, actor: User, announcement: Announcement) -> Announcement:
    """Nobody sees it from now on. Raises NotAllowed or RuleViolation."""
    current: Announcement = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if not may_withdraw(actor, current):
        raise NotAllowed(ONLY_AUTHOR)
    if current.withdrawn_at is not None:
        raise RuleViolation(WITHDRAWN)
    current.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    return current


@recorded("core.announcement.read")
def announcement_read(*, actor: User, announcement: Announcement) -> None:
    """Again changes nothing."""
    AnnouncementRead.objects.get_or_create(announcement=announcement, user=actor)


@recorded("core.announcement.read")
def announcements_read(*, actor: User, announcements: Iterable[Announcement]) -> None:
    """Several at once; again changes nothing."""
    AnnouncementRead.objects.bulk_create(
        [AnnouncementRead(announcement=row, user=actor) for row in announcements],
        ignore_conflicts=True,
    )


def may_withdraw(user: User, announcement: Announcement) -> bool:
    own = announcement.author_id == user.pk and announces(user)
    return own or is_national_administrator(user)
