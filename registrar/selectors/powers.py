"""The framework of powers as of a day, and its change log."""

from datetime import date

from django.db.models import Q
from django.db.models.functions import Coalesce

from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.querysets import FigureVersionQuerySet
from cpd_portal.core.figures.selectors import version_in_force
from registrar.framework import POWERS_CODE, Framework, Power


class NoFramework(LookupError):
    """No version of the powers is loaded."""


def framework_versions() -> list[FigureVersion]:
    """Every version that was once in force, the newest first; each with `since`, the moment
    from which it was."""
    return list(_held().select_related("proposed_by", "signed_by").order_by("-number"))


def framework_version(day: date | None = None) -> FigureVersion:
    """The version in force on that day (None: now); before the first, the first. Raises
    NoFramework."""
    found = version_in_force(POWERS_CODE) if day is None else _version_on(day)
    if found is None:
        raise NoFramework
    return found


def framework(day: date | None = None) -> Framework:
    """What the version of that day says."""
    return framework_of(framework_version(day))


def framework_of(version: FigureVersion) -> Framework:
    return Framework.model_validate(version.content)


def power(code: str, day: date | None = None) -> Power:
    """Raises KeyError for an unknown one."""
    return framework(day).power(code)


def _version_on(day: date) -> FigureVersion | None:
    before: FigureVersion | None = _held().filter(since__date__lte=day).order_by("-number").first()
    return before or _held().order_by("number").first()


def _held() -> FigureVersionQuerySet:
    """The versions that were once in force: shipped or signed."""
    held = Q(signed_by__isnull=False) | Q(proposed_by__isnull=True)
    rows: FigureVersionQuerySet = FigureVersion.objects.of(POWERS_CODE).filter(held)
    return rows.annotate(since=Coalesce("signed_at", "proposed_at"))  # type: ignore[no-any-return]
