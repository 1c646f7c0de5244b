"""The register of numbers: one row for an office and calendar year is held while a number is
given, so that there is neither a gap nor a double."""

from dataclasses import dataclass
from datetime import date

from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import User
from registrar.choices import NumberedBy
from registrar.models import Order, OrderNumber, OrderRegister
from registrar.services.cases import BUDDHIST_ERA
from registrar.services.orders.guards import FILL

OTHER_WAY = "เลขคำสั่งของ{office} ปี {year} ใช้{way}อยู่แล้ว ปีเดียวกันใช้สองทะเบียนไม่ได้"
USED = "เลขที่นี้ลงในทะเบียนของปีเดียวกันแล้ว ให้ตรวจกับทะเบียนของสำนักงาน"
FUTURE = "วันที่ของคำสั่งต้องไม่อยู่ในอนาคต"


@dataclass(frozen=True, kw_only=True)
class PaperNumber:
    """As it stands in the office's paper register."""

    number: str
    day: date


def number_give(*, actor: User, order: Order, day: date, typed: PaperNumber | None) -> OrderNumber:
    """In the transaction that stores the order. Raises InvalidInput, RuleViolation."""
    way = NumberedBy.PAPER if typed else NumberedBy.PORTAL
    register = _register(order, day.year + BUDDHIST_ERA, way)
    shown, position = (typed.number.strip(), None) if typed else _next(register)
    if register.entries.filter(shown=shown).exists():
        raise InvalidInput([("/number", USED)])
    entry: OrderNumber = OrderNumber.objects.create(
        register=register, position=position, shown=shown, order=order, day=day, given_by=actor
    )
    return entry


def require_paper_number(typed: PaperNumber, today: date) -> None:
    errors = [] if typed.number.strip() else [("/number", FILL)]
    if typed.day > today:
        errors.append(("/day", FUTURE))
    if errors:
        raise InvalidInput(errors)


def _register(order: Order, year: int, way: NumberedBy) -> OrderRegister:
    """Held until the end of the transaction; the first number of a year decides its way."""
    OrderRegister.objects.bulk_create(
        [OrderRegister(office=order.office, year=year, way=way)], ignore_conflicts=True
    )
    register: OrderRegister = OrderRegister.objects.select_for_update().get(
        office=order.office, year=year
    )
    if register.way != way:
        words = OTHER_WAY.format(
            office=order.office.name, year=year, way=register.get_way_display()
        )
        raise RuleViolation(words)
    return register


def _next(register: OrderRegister) -> tuple[str, int]:
    register.last += 1
    register.save(update_fields=["last"])
    return f"{register.last}/{register.year}", register.last
