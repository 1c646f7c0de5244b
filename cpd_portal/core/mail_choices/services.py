"""Choosing one's mails."""

from collections.abc import Collection

from cpd_portal.core.audit import recorded
from cpd_portal.core.mail_choices.models import MailDeclined
from cpd_portal.core.mail_choices.registry import mail_kinds
from cpd_portal.core.models.people import User


@recorded("core.mails.chosen")
def mails_choose(*, actor: User, wanted: Collection[str]) -> None:
    """Of the kinds that are offered to the person; what is not among `wanted` is declined."""
    User.objects.select_for_update().only("pk").get(pk=actor.pk)
    offered = {kind.code for kind in mail_kinds(actor)}
    own = MailDeclined.objects.filter(user=actor)
    known = set(own.values_list("kind", flat=True))
    own.filter(kind__in=wanted).delete()
    MailDeclined.objects.bulk_create(
        MailDeclined(user=actor, kind=code) for code in sorted(offered - set(wanted) - known)
    )
