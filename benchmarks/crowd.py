"""The people of the mixed load: five clerks of each office, executives, inspectors."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from benchmarks.cells import PORTAL_CELL, clerk_headers
from benchmarks.databases import PASSWORD
from benchmarks.pages import YEAR, signed_in
from benchmarks.servers import Ask
from benchmarks.syncs import phone_of, recorded
from coops.entry import FORM_CODE
from coops.models import Assessment
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import OrgUnit, Submission

CLERKS_EACH, EXECUTIVES, INSPECTIONS_EACH = 5, 20, 2
Told = dict[str, Any]


def crowd() -> dict[str, list[Told]]:
    """As JSON; everybody is signed in, and who records has a day's work before him. No two share
    an inspection: its second sending would be refused as stale."""
    _open_all()
    offices = list(OrgUnit.objects.offices().values_list("code", flat=True))
    return {
        "clerks": [told for office in offices for told in _clerks(office)],
        "executives": [{"headers": signed_in("executive")} for _ in range(EXECUTIVES)],
        "inspectors": [_inspector(office) for office in offices],
    }


def _open_all() -> None:
    """Every office still enters."""
    Submission.objects.filter(period__form=FORM_CODE, period__fiscal_year=YEAR).update(
        state=SubmissionState.DRAFT
    )


def _clerks(office: str) -> Iterator[Told]:
    """Each at the row of another institution, in one session of the office."""
    rows = Assessment.objects.filter(
        fiscal_year=YEAR, tier__isnull=False, office__code=office
    ).exclude(derived__has_key=f"points/{PORTAL_CELL}")
    grid, headers = f"/coops/entry/{office}/{YEAR}/grid/", clerk_headers(office)
    for row in rows.order_by("pk")[:CLERKS_EACH]:
        name = f"points/{PORTAL_CELL}"
        cell = {"row": row.pk, "name": name, "seen": row.points[PORTAL_CELL]}
        yield {"headers": headers, "grid": grid, "cell": cell}


def _inspector(office: str) -> Told:
    """Photos are measured by themselves (`sync-vs-upload`)."""
    phone = phone_of(office, ())
    visits = islice(phone.visits, INSPECTIONS_EACH)
    return {
        "headers": phone.headers,
        "account": {"login": f"inspector-{office}", "password": PASSWORD},
        "queue": [_told(ask) for visit in visits for ask in recorded(phone, visit)],
    }


def _told(ask: Ask) -> Told:
    method = ask.method or "GET"
    return {"method": method, "path": ask.path, "body": ask.body, "headers": dict(ask.headers)}
