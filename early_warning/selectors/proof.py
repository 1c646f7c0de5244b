"""Was the warning right? Counted in the database for any past day.

Warned of is what the stored readings had on a watch level at the end of that day: they are never
changed, so nothing that was known later counts. What proves them came after it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery

from coops.choices import Standing
from coops.models import Assessment, Institution, StandingChange
from coops.selectors.standing import with_standing_on
from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_of
from early_warning.choices import Proof, SignalCode
from early_warning.models import WatchReading
from early_warning.rules.proof import Hits, last_day
from early_warning.selectors import proof_sources
from early_warning.selectors.watchlist import SHOWN

GONE = (Standing.DISSOLVED, Standing.STRUCK_OFF)
HAPPENED = (Proof.LOST_TIER, Proof.DEFECT, Proof.DISSOLVED)


@dataclass(frozen=True, slots=True)
class ProofLine:
    """`title` is a type of institution, a watch level or a signal."""

    title: str
    hits: Hits


@dataclass(frozen=True)
class ProofPage:
    """`proofs` has each thing that could happen and that some room knows of; the lines of types,
    levels and signals are about any of them. `last` is the last day that counts."""

    day: date
    last: date
    tiers_of: tuple[int, int]
    proofs: Mapping[Proof, Hits]
    types: Sequence[ProofLine]
    levels: Sequence[ProofLine]
    signals: Sequence[ProofLine]

    @property
    def total(self) -> Hits:
        return self.proofs[Proof.ANY]


def proof_page(user: User, day: date) -> ProofPage:
    """Of institutions in reach that stood on that day: two queries, whatever their number."""
    sources = proof_sources.registered(day + timedelta(days=1), last_day(day))
    rows = _counted(user, day, sources)
    known = [one for one in HAPPENED if one == Proof.DISSOLVED or _is_known(one, rows, sources)]
    proofs = {one: _sum(rows, one) for one in known}
    total = _sum(rows, Proof.ANY)
    base = fiscal_year_of(day) - 1
    return ProofPage(
        day=day,
        last=last_day(day),
        tiers_of=(base, base + 1),
        proofs={**proofs, Proof.ANY: total},
        types=_by_type(rows),
        levels=_by_level(rows),
        signals=_by_signal(user, day, sources, total),
    )


def readings_on(day: date) -> Any:
    """Those that stood at the end of the day."""
    over = Q(until=None) | Q(until__gt=day)
    return WatchReading.objects.filter(over, since__lte=day)


def first_reading() -> date | None:
    """Before that day nothing was stored."""
    first: date | None = WatchReading.objects.aggregate(first=Min("since"))["first"]
    return first


def _population(user: User, day: date, sources: Mapping[Proof, Exists]) -> Any:
    """Institutions with what happened to them: `lost_tier` is None where a result is missing."""
    base = fiscal_year_of(day) - 1
    changes = StandingChange.objects.filter(
        institution=OuterRef("pk"),
        standing__in=GONE,
        effective_on__gt=day,
        effective_on__lte=last_day(day),
    )
    rows = with_standing_on(Institution.objects.visible_to(user), day)
    return rows.exclude(standing_then__in=GONE).annotate(
        tier_then=_tier(base),
        tier_after=_tier(base + 1),
        dissolved=Exists(changes),
        **{str(proof.value): source for proof, source in sources.items()},
    )


def _tier(fiscal_year: int) -> Subquery:
    of_year = Assessment.objects.filter(
        institution=OuterRef("pk"), fiscal_year=fiscal_year, complete=True
    )
    return Subquery(of_year.values("tier")[:1])


def _counted(user: User, day: date, sources: Mapping[Proof, Exists]) -> list[dict[str, Any]]:
    """Equal institutions as one row with their number."""
    stood = readings_on(day).filter(institution=OuterRef("pk"), rank__gt=0)
    rows = _population(user, day, sources).annotate(
        rank=Subquery(stood.values("rank")[:1]), watch_level=Subquery(stood.values("level")[:1])
    )
    names = ("rank", "watch_level", "tier_then", "tier_after", "dissolved", *_names(sources))
    grouped = rows.order_by().values("type__title", "type__position", *names)
    return list(grouped.annotate(institutions=Count("pk")))


def _names(sources: Mapping[Proof, Exists]) -> list[str]:
    return [str(proof.value) for proof in sources]


def _had(row: Mapping[str, Any], proof: Proof) -> bool | None:
    """None where nobody knows: it counts neither for nor against the warning."""
    if proof == Proof.LOST_TIER:
        before, after = row["tier_then"], row["tier_after"]
        return None if before is None or after is None else bool(after > before)
    if proof == Proof.ANY:
        return any(_had(row, one) for one in HAPPENED)
    found: bool | None = row.get(proof.value)
    return found


def _hits(row: Mapping[str, Any], proof: Proof) -> Hits:
    had, count = _had(row, proof), row["institutions"]
    if had is None:
        return Hits()
    hit = count if had else 0
    if row["rank"] is None:
        return Hits(silent=count, missed=hit)
    return Hits(warned=count, hit=hit)


def _sum(rows: Sequence[Mapping[str, Any]], proof: Proof) -> Hits:
    return sum((_hits(row, proof) for row in rows), Hits())


def _is_known(
    proof: Proof, rows: Sequence[Mapping[str, Any]], sources: Mapping[Proof, Any]
) -> bool:
    if proof == Proof.LOST_TIER:
        return any(_had(row, proof) is not None for row in rows)
    return proof in sources


def _by_type(rows: Sequence[Mapping[str, Any]]) -> list[ProofLine]:
    found: dict[tuple[int, str], Hits] = defaultdict(Hits)
    for row in rows:
        found[row["type__position"], row["type__title"]] += _hits(row, Proof.ANY)
    return [ProofLine(title, hits) for (_, title), hits in sorted(found.items())]


def _by_level(rows: Sequence[Mapping[str, Any]]) -> list[ProofLine]:
    """Whoever was not at the level counts as not warned of by it."""
    levels = {(row["rank"], row["watch_level"]) for row in rows if row["rank"] is not None}
    return [
        ProofLine(level, sum((_at_level(row, (rank, level)) for row in rows), Hits()))
        for rank, level in sorted(levels, reverse=True)
    ]


def _at_level(row: Mapping[str, Any], level: tuple[int, str]) -> Hits:
    hits = _hits(row, Proof.ANY)
    if (row["rank"], row["watch_level"]) == level:
        return hits
    return Hits(silent=hits.warned + hits.silent, missed=hits.hit + hits.missed)


def _by_signal(
    user: User, day: date, sources: Mapping[Proof, Exists], total: Hits
) -> list[ProofLine]:
    """Each signal alone: whoever it spoke of counts as warned of, whatever the level."""
    happened = Q(dissolved=True) | Q(tier_after__gt=F("tier_then"))
    for name in _names(sources):
        happened |= Q(**{name: True})
    population = _population(user, day, sources)
    rows = (
        readings_on(day)
        .filter(institution__in=population.values("pk"))
        .annotate(had=Exists(population.filter(happened, pk=OuterRef("institution"))))
    )
    wanted = {
        f"{code.value}_{name}": Count("pk", filter=_speaks(code) & had)
        for code in SignalCode
        for name, had in (("warned", Q()), ("hit", Q(had=True)))
    }
    found = rows.aggregate(**wanted)
    return [
        ProofLine(str(code.label), _alone(found[f"{code}_warned"], found[f"{code}_hit"], total))
        for code in SignalCode
        if found[f"{code}_warned"]
    ]


def _speaks(code: SignalCode) -> Q:
    said = Q()
    for state in SHOWN:
        said |= Q(signals__contains=[{"code": code.value, "state": state.value}])
    return said


def _alone(warned: int, hit: int, total: Hits) -> Hits:
    everybody, had = total.warned + total.silent, total.hit + total.missed
    return Hits(warned, hit, everybody - warned, had - hit)
