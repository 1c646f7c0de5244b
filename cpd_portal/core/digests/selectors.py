"""To whom a digest goes."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from cpd_portal.core.digests.kinds import Digest
from cpd_portal.core.digests.models import SentDigest
from cpd_portal.core.models import Membership, User
from cpd_portal.core.notifications.choices import Channel
from cpd_portal.core.notifications.selectors import wants


def digest_readers(digest: Digest, today: date) -> list[User]:
    """Who has an address and a role, wants it and is due one."""
    roles = Membership.objects.in_force(today)
    if digest.roles:
        roles = roles.filter(role__in=digest.roles)
    wanted = reduce(or_, [wants(kind, Channel.MAIL) for kind in digest.kinds()], Q(pk__in=[]))
    return list(
        User.objects.filter(wanted, is_active=True, pk__in=roles.values("user"))
        .exclude(email="")
        .exclude(pk__in=barred(digest, today).values("user"))
        .order_by("pk")
    )


def barred(digest: Digest, today: date) -> Any:
    """Rows of who has got it, got another one not long ago, or could not be reached too often."""
    rows = SentDigest.objects.filter(digest=digest.code)
    of_period = rows.filter(period=digest.period(today))
    rested = today - timedelta(days=digest.rest())
    return (
        of_period.exclude(sent_on=None)
        | of_period.filter(failures__gte=digest.tries)
        | rows.filter(sent_on__gt=rested)
    )


def digest_refused(digest: Digest, today: date) -> list[User]:
    """To whom the one of the period did not go out."""
    rows = SentDigest.objects.filter(digest=digest.code, period=digest.period(today), sent_on=None)
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("pk"))
