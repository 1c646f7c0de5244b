"""Institutions that a person is responsible for, as work to hand over."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Value
from django.db.models.functions import Concat

from coops.selectors.handovers import held_by
from coops.services.handovers import institutions_hand_over
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.staff.open_work import OpenWork, Rows, work_rows

CODE = "institutions"


def _rows(user: User, unit: OrgUnit) -> Sequence[Rows]:
    words = Concat(F("name"), Value(" เลขทะเบียน "), F("registration_no"))
    return [work_rows(CODE, held_by(unit, user), words)]


def _hand_over(
    *, actor: User, unit: OrgUnit, giver: User, receiver: User, on: date, reason: str
) -> object:
    return institutions_hand_over(
        actor=actor, office=unit, giver=giver, receiver=receiver, on=on, reason=reason
    )


RESPONSIBLE = OpenWork(CODE, "สหกรณ์และกลุ่มเกษตรกรในความรับผิดชอบ", _rows, _hand_over)
