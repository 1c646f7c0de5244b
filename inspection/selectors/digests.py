"""What a person has to know of late and soon-due defects."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cpd_portal.core.models import User
from inspection.models import Defect
from inspection.selectors.concerns import concerns


@dataclass(frozen=True)
class DigestLine:
    institution: str
    title: str
    due_on: date
    severity: str


@dataclass(frozen=True)
class DueDefects:
    """The lines of one person, the longest overdue first."""

    overdue: Sequence[DigestLine]
    soon: Sequence[DigestLine]

    @property
    def count(self) -> int:
        return len(self.overdue) + len(self.soon)


def due_defects(user: User, today: date, soon_days: int) -> DueDefects:
    """Within the person's reach: of institutions he is responsible for and defects he follows,
    and all of an office whose chief he is. What is exempted waits."""
    last = today + timedelta(days=soon_days)
    rows: Any = (
        Defect.objects.visible_to(user)
        .uncured()
        .filter(concerns(user), exempt_until=None, due_on__lte=last)
        .select_related("institution")
        .order_by("due_on", "institution__name_sort", "pk")
    )
    found: Mapping[bool, list[DigestLine]] = defaultdict(list)
    for row in rows:
        found[row.due_on < today].append(
            DigestLine(row.institution.name, row.title, row.due_on, row.get_severity_display())
        )
    return DueDefects(overdue=found[True], soon=found[False])
