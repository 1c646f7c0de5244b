"""The ledger of one fiscal year with further rows added in memory: would each still be allowed?"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from strategy.choices import EntryKind
from strategy.rules.money import Balance, balance_of, refused, used_words

Place = tuple[int, int]
"""Project and unit."""


@dataclass(frozen=True, kw_only=True)
class Booking:
    """A row that is to be added, baht. `commitment_no`: the document of the commitment that a
    payment settles, stored or earlier in the same file."""

    project: int
    unit: int
    kind: EntryKind
    amount: Decimal
    category: str
    occurred_on: date
    reference_no: str
    treasury_no: str = ""
    detail: str = ""
    commitment_no: str = ""

    @property
    def place(self) -> Place:
        return self.project, self.unit

    @property
    def key(self) -> tuple[int, int, str, str]:
        return self.project, self.unit, self.kind.value, self.reference_no


@dataclass
class Books:
    """`documents`: amount and day by project, unit, kind and number of the document;
    `commitments`: what is left to pay, by project, unit and number."""

    fiscal_year: int
    balances: dict[Place, Balance] = field(default_factory=dict)
    documents: dict[tuple[int, int, str, str], tuple[Decimal, date]] = field(default_factory=dict)
    commitments: dict[tuple[int, int, str], Decimal] = field(default_factory=dict)

    def balance(self, place: Place) -> Balance:
        return self.balances.get(place, Balance())

    def holds(self, booking: Booking) -> bool:
        """Whether the very same row is there."""
        return self.documents.get(booking.key) == (booking.amount, booking.occurred_on)

    def refusal(self, booking: Booking) -> tuple[str, str] | None:
        """Pointer and reason; None when the row may be added."""
        if booking.key in self.documents:
            words = used_words(booking.kind, self.fiscal_year, booking.reference_no)
            return "/reference_no", words
        outstanding = None
        if booking.commitment_no:
            outstanding = self.commitments.get((*booking.place, booking.commitment_no))
            if outstanding is None:
                return "/commitment", (
                    f"ไม่พบข้อผูกพันเลขที่ {booking.commitment_no} ของโครงการและหน่วยงานนี้"
                    f"ในปี {self.fiscal_year}"
                )
        now = self.balance(booking.place)
        problem = refused(booking.kind, booking.amount, now, outstanding)
        return ("/amount", problem) if problem else None

    def add(self, booking: Booking) -> None:
        settled = booking.amount if booking.commitment_no else Decimal(0)
        one = balance_of([(booking.kind, booking.amount, settled)])
        self.balances[booking.place] = self.balance(booking.place) + one
        self.documents[booking.key] = (booking.amount, booking.occurred_on)
        if booking.kind == EntryKind.COMMITMENT:
            self.commitments[(*booking.place, booking.reference_no)] = booking.amount
        if booking.commitment_no:
            self.commitments[(*booking.place, booking.commitment_no)] -= booking.amount
