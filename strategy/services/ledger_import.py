"""Many rows of the ledger at once: all of them, or none."""

from collections.abc import Mapping, Sequence

from cpd_portal.core.audit import recorded
from cpd_portal.core.imports.planned import refuse_stale
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.fiscal import quarter_of
from strategy.choices import EntryKind
from strategy.models import LedgerEntry, Project
from strategy.rules.books import Booking
from strategy.selectors.books import books
from strategy.services.money import require_recorder

ROWS_AT_ONCE = 1_000


@recorded("strategy.ledger.imported")
def ledger_import(*, actor: User, fiscal_year: int, bookings: Sequence[Booking]) -> int:
    """Rows that were checked already; how many. Raises NotAllowed, or RuleViolation naming the
    rows that the money or the documents of by now no longer allow."""
    _require_recorder(actor, bookings)
    keys = sorted({one.project for one in bookings})
    held = Project.objects.order_by("pk").select_for_update(of=("self",)).filter(pk__in=keys)
    numbers = dict(held.values_list("pk", "code"))
    stored = books(fiscal_year, bookings)
    stale = []
    for one in bookings:
        if stored.refusal(one):
            stale.append(f"โครงการ {numbers[one.project]} {one.kind.label} {one.reference_no}")
        else:
            stored.add(one)
    refuse_stale(stale)
    settling = [one for one in bookings if one.commitment_no]
    _add(actor, fiscal_year, [one for one in bookings if not one.commitment_no], {})
    _add(actor, fiscal_year, settling, _commitments(fiscal_year, settling))
    return len(bookings)


def _require_recorder(actor: User, bookings: Sequence[Booking]) -> None:
    units = OrgUnit.objects.in_bulk({one.unit for one in bookings})
    for unit, kind in {(one.unit, one.kind) for one in bookings}:
        require_recorder(actor, units[unit], kind)


def _commitments(
    fiscal_year: int, bookings: Sequence[Booking]
) -> Mapping[tuple[int, int, str], int]:
    rows = LedgerEntry.objects.filter(
        kind=EntryKind.COMMITMENT,
        fiscal_year=fiscal_year,
        project__in={one.project for one in bookings},
        reference_no__in={one.commitment_no for one in bookings},
        reverses=None,
    )
    return {(row.project_id, row.unit_id, row.reference_no): row.pk for row in rows}


def _add(
    actor: User,
    fiscal_year: int,
    bookings: Sequence[Booking],
    commitments: Mapping[tuple[int, int, str], int],
) -> None:
    LedgerEntry.objects.bulk_create(
        (
            LedgerEntry(
                project_id=one.project,
                unit_id=one.unit,
                fiscal_year=fiscal_year,
                quarter=quarter_of(one.occurred_on),
                kind=one.kind,
                amount=one.amount,
                category=one.category,
                occurred_on=one.occurred_on,
                reference_no=one.reference_no,
                treasury_no=one.treasury_no,
                detail=one.detail,
                commitment_id=commitments.get((*one.place, one.commitment_no)),
                recorded_by=actor,
            )
            for one in bookings
        ),
        batch_size=ROWS_AT_ONCE,
    )
