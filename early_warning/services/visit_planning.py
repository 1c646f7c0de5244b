"""A planned visit belongs to the inspection's plan: that room says here how one is planned.

Imports go from inspection to this room, so the later room registers itself when it starts.
"""

from collections.abc import Callable
from datetime import date

from coops.models import Institution
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import User

Planner = Callable[[User, Institution, date], str]
"""Plans a visit and returns its key; raises NotAllowed or RuleViolation."""

_planners: list[Planner] = []


def register(planner: Planner) -> None:
    _planners[:] = [planner]


def visit_planned(actor: User, institution: Institution, planned_on: date) -> str:
    """The key of the new visit. Raises RuleViolation where no room plans visits."""
    if not _planners:
        raise RuleViolation("ระบบนี้ไม่มีแผนการตรวจ จึงวางการเข้าตรวจเยี่ยมไม่ได้")
    return _planners[0](actor, institution, planned_on)
