"""The register as the list and the documents show it: which institutions, in which order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, TextChoices

from coops.choices import Kind, Sector, Standing
from coops.models import Institution, InstitutionType
from coops.querysets import InstitutionQuerySet
from cpd_portal.core.models import User

ROWS_PER_READ = 2_000


class TierFilter(TextChoices):
    ONE = "1", "ชั้น 1"
    TWO = "2", "ชั้น 2"
    THREE = "3", "ชั้น 3"
    UNASSESSED = "unassessed", "ไม่นำมาประเมิน"
    INCOMPLETE = "incomplete", "ข้อมูลยังไม่ครบ"


class Order(TextChoices):
    NAME = "name", "ชื่อ ก–ฮ"
    TOTAL = "total", "คะแนนมากไปน้อย"
    TIER = "tier", "ชั้น 1 ไป 3"


@dataclass(frozen=True, kw_only=True)
class RegisterChoice:
    """What of the register is wanted; "" is everything that the person may see."""

    fiscal_year: int
    kind: str = ""
    sector: str = ""
    type: str = ""
    level: str = ""
    office: str = ""
    standing: str = ""
    tier: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One institution with its result of the year; `complete` is None outside the year's
    population."""

    registration_no: str
    name: str
    kind: str
    sector: str
    type: str
    office: str
    office_short: str
    province: str | None
    standing: str
    year_end_month: int
    year_end_day: int
    tier: int | None
    unassessed_group: int | None
    total: Decimal | None
    complete: bool | None

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def sector_label(self) -> str:
        return str(Sector(self.sector).label) if self.sector else ""

    @property
    def standing_label(self) -> str:
        return str(Standing(self.standing).label)

    @property
    def is_operating(self) -> bool:
        return self.standing == Standing.OPERATING

    @property
    def result(self) -> str:
        if self.tier is not None:
            return f"ชั้น {self.tier}"
        if self.unassessed_group is not None:
            return f"ไม่นำมาประเมิน กลุ่มที่ {self.unassessed_group}"
        return "ไม่อยู่ในรายชื่อของปี" if self.complete is None else "ข้อมูลยังไม่ครบ"


_COLUMNS = (
    "registration_no",
    "name",
    "kind",
    "sector",
    "type__title",
    "office__name",
    "office__short_name",
    "office__province__name",
    "standing",
    "accounting_year_end_month",
    "accounting_year_end_day",
    "tier",
    "unassessed_group",
    "total",
    "complete",
)
_TIERS = {
    TierFilter.UNASSESSED: Q(year_assessment__unassessed_group__isnull=False),
    TierFilter.INCOMPLETE: Q(year_assessment__complete=False),
}
_ORDERS: dict[str, tuple[Any, ...]] = {
    Order.NAME: (),
    Order.TOTAL: (F("total").desc(nulls_last=True),),
    Order.TIER: (F("tier").asc(nulls_last=True), F("unassessed_group").asc(nulls_last=True)),
}


def type_choices() -> Sequence[tuple[str, str]]:
    """Every type of institution, of both kinds, as a field offers it."""
    return list(InstitutionType.objects.values_list("code", "title"))


def register_of(
    user: User, choice: RegisterChoice, order: Order = Order.NAME
) -> InstitutionQuerySet:
    """The chosen institutions with their results of the year; equal ones in Thai order."""
    rows = Institution.objects.visible_to(user).with_assessment(choice.fiscal_year)
    wanted = {
        "kind": choice.kind,
        "sector": choice.sector,
        "type__code": choice.type,
        "level": choice.level,
        "standing": choice.standing,
        "office__code": choice.office,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if choice.tier:
        by_number = Q(year_assessment__tier=choice.tier) if choice.tier.isdigit() else Q()
        rows = rows.filter(_TIERS.get(TierFilter(choice.tier), by_number))
    return rows.search(choice.q).order_by(*_ORDERS[order], "name_sort", "registration_no")


def lines_of(rows: Any) -> list[RegisterLine]:
    """`rows`: one page of `register_of`."""
    return list(_lines(rows.values_list(*_COLUMNS)))


def streamed_lines(rows: InstitutionQuerySet) -> Iterator[RegisterLine]:
    """A few thousand rows at a time: memory stays bounded."""
    return _lines(rows.values_list(*_COLUMNS).iterator(chunk_size=ROWS_PER_READ))


def _lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[RegisterLine]:
    for row in rows:
        yield RegisterLine(*row)
