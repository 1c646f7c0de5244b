"""The work list of differences between this register and the auditing department's list."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from coops.choices import MismatchKind, MismatchState
from coops.models import AuditorList, Mismatch
from coops.models.comparison import MismatchQuerySet
from cpd_portal.core.models import User
from cpd_portal.thai.searching import search_key

ROWS_PER_READ = 2_000


@dataclass(frozen=True, kw_only=True)
class MismatchChoice:
    """ "" is everything that the person may see."""

    office: str = ""
    kind: str = ""
    state: str = ""
    q: str = ""


@dataclass(frozen=True)
class KindCount:
    kind: MismatchKind
    open: int
    settled: int


def latest_list() -> AuditorList | None:
    return AuditorList.objects.select_related("uploaded_by").first()


def mismatches(user: User, found: AuditorList, choice: MismatchChoice) -> MismatchQuerySet:
    rows = _in_office(user, found, choice.office)
    wanted = {"kind": choice.kind, "state": choice.state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    key = search_key(choice.q)
    if key:
        rows = rows.filter(Q(name_search__contains=key) | Q(registration_search__contains=key))
    return rows.select_related("office", "institution", "settled_by").order_by(
        "state", "kind", "registration_search"
    )


def counts_by_kind(user: User, found: AuditorList, office: str = "") -> list[KindCount]:
    """Every kind, also those without rows."""
    rows = _in_office(user, found, office).order_by().values_list("kind", "state")
    counts = {(kind, state): n for kind, state, n in rows.annotate(n=Count("pk"))}
    return [
        KindCount(
            kind,
            counts.get((kind, MismatchState.OPEN), 0),
            counts.get((kind, MismatchState.SETTLED), 0),
        )
        for kind in MismatchKind
    ]


def streamed_mismatches(rows: MismatchQuerySet) -> Iterator[Mismatch]:
    """A few thousand rows at a time: memory stays bounded."""
    return iter(rows.iterator(chunk_size=ROWS_PER_READ))


def _in_office(user: User, found: AuditorList, office: str) -> MismatchQuerySet:
    rows = Mismatch.objects.visible_to(user).of_list(found)
    return rows.filter(office__code=office) if office else rows
