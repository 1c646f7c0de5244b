"""What the calendar does to defects: exemptions end, and a new fiscal year looks at the old
defects."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

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


def _going_on() -> Iterator[int]:
    rows = (
        Defect.objects.counting().uncured().order_by("institution_id").distinct("institution_id")
    )
    yield from rows.values_list("institution", flat=True).iterator()
