"""Writes of the figures beside the statements."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cpd_portal.core.exceptions import InvalidInput, NotAllowed
from cpd_portal.core.models import OrgUnit, User
from early_warning.models import FurtherFigures
from early_warning.selectors.further_figures import AMOUNTS
from early_warning.services.self_assessments import may_record

PARTS = {"cooperative_deposits": "deposits", "cooperative_loans": "loans"}
Value = Decimal | date


def require_figures_recorder(actor: User, office: OrgUnit) -> None:
    """Raises NotAllowed."""
    if not may_record(actor, office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะบันทึกตัวเลขนี้ได้")


def figures_put(row: FurtherFigures, values: Mapping[str, Value]) -> list[str]:
    """Puts what differs on the row and returns the names. Raises InvalidInput naming everything
    that cannot be; nothing of it is stored here."""
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    problems = list(_problems(row))
    if problems:
        raise InvalidInput(problems)
    return differing


def _problems(row: FurtherFigures) -> Iterator[tuple[str, str]]:
    for name in AMOUNTS:
        amount = getattr(row, name)
        if amount is not None and amount < 0:
            yield f"/{name}", "ต้องไม่ติดลบ"
    for part, whole in PARTS.items():
        if _is_more(getattr(row, part), getattr(row, whole)):
            yield f"/{part}", f"ต้องไม่เกิน{title_of(whole)}"
    if row.loans is not None and (row.arrears_to_12 or 0) + (row.arrears_over_12 or 0) > row.loans:
        yield "/arrears_to_12", f"หนี้ค้างชำระรวมต้องไม่เกิน{title_of('loans')}"


def _is_more(part: Decimal | None, whole: Decimal | None) -> bool:
    return part is not None and whole is not None and part > whole


def title_of(name: str) -> str:
    field: Any = FurtherFigures._meta.get_field(name)
    return str(field.verbose_name)
