"""What the public may know of a document: that it exists, and whether it is unchanged."""

from dataclasses import dataclass
from datetime import date

from cpd_portal.thai.numerals import to_arabic_digits
from registrar.models import Order
from registrar.selectors.order_files import is_intact


@dataclass(frozen=True)
class Verified:
    number: str
    issued_on: date
    office: str
    sha256: str
    is_intact: bool
    is_sample: bool


def verified(code: str) -> Verified | None:
    """By the code as people type it. One query; the stored file is read and compared."""
    typed = clean_code(code)
    order = Order.objects.frozen().select_related("office").filter(code=typed).first()
    if order is None or order.issued_on is None:
        return None
    return Verified(
        number=order.number,
        issued_on=order.issued_on,
        office=order.office.name,
        sha256=order.sha256,
        is_intact=is_intact(order),
        is_sample=order.is_sample,
    )


def clean_code(code: str) -> str:
    """Large letters in groups of four, whatever stands between them."""
    letters = "".join(letter for letter in to_arabic_digits(code).upper() if letter.isalnum())[:40]
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
