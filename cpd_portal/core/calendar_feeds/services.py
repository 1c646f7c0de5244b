"""Opening one's calendar for a program, and closing it again."""

import hashlib
import secrets

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.calendar_feeds.models import CalendarFeed
from cpd_portal.core.models.people import User


@recorded("core.calendar_feed.opened")
def calendar_feed_open(*, actor: User) -> str:
    """The key of the address; one that was given before stops working."""
    key = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=actor, defaults={"digest": digest_of(key), "opened_at": timezone.now()}
    )
    return key


@recorded("core.calendar_feed.closed")
def calendar_feed_close(*, actor: User) -> None:
    CalendarFeed.objects.filter(user=actor).delete()


def owner_of(key: str) -> User | None:
    """Nobody for an unknown key, a closed account, or one that may not work yet."""
    feed = CalendarFeed.objects.select_related("user").filter(digest=digest_of(key)).first()
    if feed is None or not feed.user.is_active or feed.user.must_change_password:
        return None
    return feed.user


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
