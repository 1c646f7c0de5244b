"""What every night does to defects: exemptions end, a new fiscal year looks at the old defects,
and open defects go with an institution that another office took over."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.db.models import F

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from inspection.choices import DefectAct
from inspection.models import Defect
from inspection.services.defect_status import status_send
from inspection.services.defects import defect_act

AT_ONCE = 500
ENDED = "พ้นกำหนดผ่อนผันตามวันที่กำหนดไว้"


def exemptions_end(*, today: date) -> int:
    """Every exemption whose last day is over; how many. Each is a transaction of its own, and
    running twice ends nothing twice."""
    over = Defect.objects.filter(exempt_until__lt=today, merged_into=None).order_by("pk")
    for defect in list(over):
        defect_act(
            actor=None,
            defect=defect,
            act=DefectAct.EXEMPTION_ENDED,
            version=defect.version,
            reason=ENDED,
            today=today,
        )
    return len(over)


def statuses_send_all(*, today: date) -> int:
    """The status of every institution with a defect that goes on, so that assessments made
    since, and those of a new fiscal year, have it; how many changed."""
    going_on, changed = _going_on(), 0
    while batch := list(islice(going_on, AT_ONCE)):
        changed += status_send(actor=None, institutions=batch, since=today, today=today)
    return changed


@recorded("inspection.defect.handed_over")
def offices_follow(*, actor: User | None) -> int:
    """Open defects belong to the office that is responsible for the institution now; how many
    went. Closed ones stay where they were dealt with."""
    moved = Defect.objects.filter(closed_on=None, merged_into=None).exclude(
        office=F("institution__office")
    )
    rows = list(moved.select_for_update(of=("self",)).select_related("institution"))
    for defect in rows:
        defect.office_id = defect.institution.office_id
        defect.version += 1
    Defect.objects.bulk_update(rows, ["office", "version"])
    return len(rows)


def _going_on() -> Iterator[int]:
    rows = (
        Defect.objects.counting().uncured().order_by("institution_id").distinct("institution_id")
    )
    yield from rows.values_list("institution", flat=True).iterator()
