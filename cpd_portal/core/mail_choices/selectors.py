"""Who does not want which mail."""

from typing import Any

from cpd_portal.core.mail_choices.models import MailDeclined


def declined(kind: str) -> Any:
    """Keys of the persons, as a subquery."""
    return MailDeclined.objects.filter(kind=kind).values("user")
