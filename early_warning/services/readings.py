"""Recomputing the signals: of the nation every night, of one institution when a fact changes.

The same facts write nothing. Alerts follow: one for what the signals say of an institution,
brought up to date while nobody has closed it, ended when it leaves the watch levels, and raised
anew after its end or closing only by facts that it had not told.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from coops.models import Institution
from cpd_portal.core.audit import recorded
from cpd_portal.core.imports.staging import copy_into, copy_update
from cpd_portal.core.locks import lock_key
from cpd_portal.core.models import User
from cpd_portal.core.uncollected import uncollected
from early_warning.choices import HandlingState
from early_warning.models import Alert, WatchReading
from early_warning.selectors.computed import Computed, computed
from early_warning.services.alerts import fingerprint_of
from early_warning.thresholds import Book, book_in_force

AT_ONCE = 2_000
TOLD = ("rank", "level", "reasons", "rule_version", "ended_on")
"""What an alert tells of the facts as they are."""


@dataclass(frozen=True)
class Counted:
    """How many institutions were read, got another reading, got a new alert."""

    read: int
    changed: int
    alerts: int


@dataclass(frozen=True)
class _Change:
    found: Computed
    standing: WatchReading | None

    @property
    def rank(self) -> int:
        return self.found.watch.rank

    @property
    def alert(self) -> Alert | None:
        return self.standing.alert if self.standing is not None else None

    @property
    def new_alarms(self) -> set[str]:
        told = set(self.standing.alerted) if self.standing is not None else set()
        return set(self.found.alarms) - told

    @property
    def needs_alert(self) -> bool:
        """There is none, or it is over and something new has come."""
        if self.rank == 0:
            return False
        alert = self.alert
        if alert is None:
            return True
        is_over = alert.ended_on is not None or _is_closed(alert)
        return is_over and (bool(self.new_alarms) or self.rank > alert.rank)


@uncollected()
@recorded("early_warning.readings.followed")
def readings_follow(
    *, actor: User | None, today: date, institutions: Collection[int] | None = None
) -> Counted:
    """Twice with the same facts changes nothing. One at a time: whoever comes second waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("early_warning.readings")])
    book = book_in_force()
    standing = _standing(institutions)
    ranks = {pk: row.rank for pk, row in standing.items()}
    changes: list[_Change] = []
    read = 0
    for found in computed(today, book, ranks, institutions):
        read += 1
        row = standing.get(found.institution)
        if row is None or row.digest != found.digest:
            changes.append(_Change(found, row))
    alerts = _alerts_follow(changes, book, today)
    _write(changes, alerts, book, today)
    return Counted(read, len(changes), sum(change.needs_alert for change in changes))


def _standing(institutions: Collection[int] | None) -> dict[int, WatchReading]:
    rows = WatchReading.objects.standing().select_related("alert__handling")
    if institutions is not None:
        rows = rows.filter(institution__in=institutions)
    return {row.institution_id: row for row in rows.defer("signals", "words").iterator(AT_ONCE)}


def _is_closed(alert: Alert) -> bool:
    handling = getattr(alert, "handling", None)
    return handling is not None and handling.state == HandlingState.CLOSED


# --- alerts -------------------------------------------------------------------------


def _alerts_follow(
    changes: Sequence[_Change], book: Book, today: date
) -> Mapping[int, Alert | None]:
    """The alert of every changed institution, None where there is none."""
    raised = _raise([change for change in changes if change.needs_alert], book, today)
    kept = [change for change in changes if change.alert is not None and not change.needs_alert]
    _bring_up(kept, book, today)
    return {
        change.found.institution: raised.get(change.found.institution, change.alert)
        for change in changes
    }


def _raise(changes: Sequence[_Change], book: Book, today: date) -> dict[int, Alert]:
    """New rows; what the same facts raised before comes back with its history."""
    samples = dict(
        Institution.objects.filter(
            pk__in=[change.found.institution for change in changes]
        ).values_list("pk", "is_sample")
    )
    rows = [_alert_row(change, book, today, samples) for change in changes]
    Alert.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    fingerprints = {row.fingerprint for row in rows}
    stored = Alert.objects.filter(institution__in=samples, fingerprint__in=fingerprints)
    found = {(row.institution_id, row.fingerprint): row for row in stored}
    alerts = {row.institution_id: found[row.institution_id, row.fingerprint] for row in rows}
    ended = [alert for alert in alerts.values() if alert.ended_on is not None]
    for alert in ended:
        alert.ended_on = None
    Alert.objects.bulk_update(ended, ["ended_on"], batch_size=AT_ONCE)
    return alerts


def _alert_row(change: _Change, book: Book, today: date, samples: Mapping[int, bool]) -> Alert:
    found = change.found
    facts = "\n".join(["signals", str(found.watch.rank), *sorted(found.alarms or found.reasons)])
    return Alert(
        institution_id=found.institution,
        rank=found.watch.rank,
        level=book.level_name(found.watch.rank),
        reasons=found.reasons,
        rule_version=book.words,
        fingerprint=fingerprint_of(facts),
        raised_on=today,
        is_sample=samples[found.institution],
    )


def _bring_up(changes: Sequence[_Change], book: Book, today: date) -> None:
    """What stands says what holds now; a closed one stays as it was closed."""
    touched = []
    for change in changes:
        alert = change.alert
        if alert is None or _is_closed(alert):
            continue
        before = _told(alert)
        if change.rank == 0:
            alert.ended_on = alert.ended_on or today
        else:
            alert.rank, alert.level = change.rank, book.level_name(change.rank)
            alert.reasons, alert.rule_version = change.found.reasons, book.words
            alert.ended_on = None
        if _told(alert) != before:
            touched.append(alert)
    copy_update(touched, TOLD)


def _told(alert: Alert) -> list[Any]:
    return [getattr(alert, name) for name in TOLD]


# --- readings -----------------------------------------------------------------------


def _write(
    changes: Sequence[_Change], alerts: Mapping[int, Alert | None], book: Book, today: date
) -> None:
    old = [change.standing.pk for change in changes if change.standing is not None]
    with transaction.atomic():
        WatchReading.objects.filter(pk__in=old).update(until=today)
        if changes:
            copy_into(WatchReading, _rows(changes, alerts, book, today))


def _rows(
    changes: Sequence[_Change], alerts: Mapping[int, Alert | None], book: Book, today: date
) -> Iterator[dict[str, Any]]:
    for change in changes:
        found = change.found
        alert = alerts[found.institution]
        told = set(change.standing.alerted) if change.standing is not None else set()
        yield {
            "institution_id": found.institution,
            "since": today,
            "rank": found.watch.rank,
            "level": book.level_name(found.watch.rank),
            "points": found.watch.points,
            "words": found.watch.words,
            "size": found.size,
            "signals": found.signals,
            "alert_id": alert.pk if alert is not None else None,
            "alerted": sorted(told | set(found.alarms)) if found.watch.rank else sorted(told),
            "rule_version": book.words,
            "digest": found.digest,
        }
