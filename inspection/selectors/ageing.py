"""How long uncured defects are late, by office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from cpd_portal.core.models import User
from inspection.choices import Severity
from inspection.models import Defect


@dataclass(frozen=True)
class Bucket:
    """From so many days late to so many; `last` None has no upper bound."""

    first: int
    last: int | None

    @property
    def label(self) -> str:
        if self.first == 0:
            return "ยังไม่พ้นกำหนด"
        if self.last is None:
            return f"เกิน {self.first - 1:,} วัน"
        return f"{self.first:,}–{self.last:,} วัน"


@dataclass(frozen=True)
class AgeingLine:
    """Of one office; `amount` in baht, None where no amount is recorded."""

    code: str
    office: str
    counts: Sequence[int]
    amount: Decimal | None

    @property
    def total(self) -> int:
        return sum(self.counts)


def buckets(bounds: Sequence[int]) -> list[Bucket]:
    """The first holds what is not late; `bounds` are the upper ones, rising."""
    starts = [1, *(bound + 1 for bound in bounds)]
    ends: list[int | None] = [*bounds, None]
    late = [Bucket(first, last) for first, last in zip(starts, ends, strict=True)]
    return [Bucket(0, 0), *late]


def ageing(user: User, office: str, parts: Sequence[Bucket], today: date) -> list[AgeingLine]:
    """Defects without observations; what is exempted is not late."""
    rows = Defect.objects.visible_to(user).uncured().filter(severity=Severity.DEFECT)
    if office:
        rows = rows.filter(office__code=office)
    found = (
        rows.order_by()
        .values("office__code", "office__name", "office__name_sort")
        .annotate(amount=Sum("amount"), **_counts(parts, today))
        .order_by("office__name_sort")
    )
    return [
        AgeingLine(
            row["office__code"],
            row["office__name"],
            [row[f"part_{place}"] for place in range(len(parts))],
            row["amount"],
        )
        for row in found
    ]


def _counts(parts: Sequence[Bucket], today: date) -> Mapping[str, Any]:
    exempt = Q(exempt_until__gte=today)
    counts = {}
    for place, part in enumerate(parts):
        if part.first == 0:
            within = Q(due_on__gte=today) | exempt
        else:
            within = Q(due_on__lte=today - timedelta(days=part.first)) & ~exempt
            if part.last is not None:
                within &= Q(due_on__gte=today - timedelta(days=part.last))
        counts[f"part_{place}"] = Count("pk", filter=within)
    return counts
