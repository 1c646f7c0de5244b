"""What the ledger holds where rows of a file are to be added: three queries for any number."""

from collections.abc import Sequence

from strategy.models import LedgerEntry, LedgerSum
from strategy.rules.books import Booking, Books
from strategy.selectors.money import balances_by, commitments_left


def books(fiscal_year: int, bookings: Sequence[Booking]) -> Books:
    """Of the projects of those rows, with the documents that they name."""
    projects = {one.project for one in bookings}
    named = {one.reference_no for one in bookings}
    settled = {one.commitment_no for one in bookings if one.commitment_no}
    rows = LedgerEntry.objects.filter(project__in=projects, fiscal_year=fiscal_year, reverses=None)
    documents = rows.filter(reference_no__in=named).values_list(
        "project", "unit", "kind", "reference_no", "amount", "occurred_on"
    )
    commitments = commitments_left(rows.filter(reference_no__in=settled))
    sums = LedgerSum.objects.filter(project__in=projects, fiscal_year=fiscal_year)
    return Books(
        fiscal_year=fiscal_year,
        balances={
            (key[0], key[1]): one for key, one in balances_by(sums, "project", "unit").items()
        },
        documents={
            (project, unit, kind, number): (amount, day)
            for project, unit, kind, number, amount, day in documents
        },
        commitments={
            (row.project_id, row.unit_id, row.reference_no): left for row, left in commitments
        },
    )
