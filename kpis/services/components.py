"""The components of a KPI as its owner enters them, with the agency's letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, StaleObject
from cpd_portal.core.models import User
from kpis.models import Component, ComponentValue, Kpi
from kpis.rules import shown
from kpis.selectors.components import value_of
from kpis.services.guards import require_owner

NEEDS_VALUE = "ค่าที่บันทึกแล้วลบเป็นช่องว่างไม่ได้ ถ้าไม่มีค่าให้กรอก N/A"
NEEDS_AGENCY = "ระบุหน่วยงานที่ให้ค่านี้"
NEEDS_BOTH = "ระบุทั้งเลขที่และวันที่ของหนังสือ หรือเว้นว่างทั้งสองช่อง"
IN_FUTURE = "วันที่ของหนังสือต้องไม่อยู่ในอนาคต"


@dataclass(frozen=True, kw_only=True)
class ComponentEntry:
    """What was typed for one component. Both `value` None and `absent` "": left empty.
    `version` is that of the stored value, 0 while there is none."""

    value: Decimal | None
    absent: str = ""
    agency: str = ""
    letter_no: str = ""
    letter_on: date | None = None
    version: int = 0

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.absent


@recorded("kpis.components.saved")
def components_save(
    *, actor: User, kpi: Kpi, entries: dict[str, ComponentEntry], today: date
) -> int:
    """Stores those that differ, by code; how many. All or nothing.

    Raises NotAllowed, StaleObject, or InvalidInput with "/code" and "/code/field" pointers.
    """
    require_owner(actor, kpi)
    rows = _held(kpi)
    errors = [
        error for row in rows for error in component_problems(row, entries.get(row.code), today)
    ]
    if errors:
        raise InvalidInput(errors)
    changed = [row for row in rows if _differs(value_of(row), entries.get(row.code))]
    for row in changed:
        _store(actor, row, entries[row.code])
    return len(changed)


def _held(kpi: Kpi) -> Sequence[Component]:
    """The components, with their values locked to the end of the transaction."""
    rows = Component.objects.select_for_update(of=("self",)).filter(kpi=kpi)
    return list(rows.select_related("value"))


def component_problems(
    row: Component, entry: ComponentEntry | None, today: date
) -> list[tuple[str, str]]:
    """With pointers "/code" and "/code/field". Reads `value`."""
    if entry is None or entry.is_empty:
        given = entry is not None and value_of(row) is not None
        return [(f"/{row.code}", NEEDS_VALUE)] if given else []
    found = [(f"/{row.code}", words) for words in _value_problems(row, entry.value)]
    if not entry.agency.strip():
        found.append((f"/{row.code}/agency", NEEDS_AGENCY))
    if bool(entry.letter_no.strip()) != (entry.letter_on is not None):
        found.append((f"/{row.code}/letter_no", NEEDS_BOTH))
    if entry.letter_on is not None and entry.letter_on > today:
        found.append((f"/{row.code}/letter_on", IN_FUTURE))
    return found


def _value_problems(row: Component, value: Decimal | None) -> list[str]:
    if value is None:
        return []
    found = []
    if row.minimum is not None and value < row.minimum:
        found.append(f"ต้องไม่น้อยกว่า {shown(row.minimum.normalize())} {row.unit}")
    if row.maximum is not None and value > row.maximum:
        found.append(f"ต้องไม่เกิน {shown(row.maximum.normalize())} {row.unit}")
    if row.is_whole and value != value.to_integral_value():
        found.append("ต้องเป็นจำนวนเต็ม")
    if value != round(value, 2):
        found.append("กรอกทศนิยมได้ไม่เกิน 2 ตำแหน่ง")
    if abs(value) >= 10**14:
        found.append("จำนวนมากเกินไป ตรวจหน่วยอีกครั้ง")
    return found


def _differs(stored: ComponentValue | None, entry: ComponentEntry | None) -> bool:
    """Raises StaleObject where the stored value is not the one that was read."""
    if entry is None or entry.is_empty:
        return False
    if (stored.version if stored else 0) != entry.version:
        raise StaleObject
    return stored is None or _columns(entry) != {
        name: getattr(stored, name) for name in _columns(entry)
    }


def _columns(entry: ComponentEntry) -> dict[str, object]:
    return {
        "value": entry.value,
        "absent": entry.absent if entry.value is None else "",
        "agency": entry.agency.strip(),
        "letter_no": entry.letter_no.strip(),
        "letter_on": entry.letter_on,
    }


def _store(actor: User, row: Component, entry: ComponentEntry) -> None:
    value = value_of(row) or ComponentValue(component=row, version=0)
    for name, given in _columns(entry).items():
        setattr(value, name, given)
    value.entered_by, value.is_sample = actor, False
    value.version += 1
    value.save()
