"""Planned changes at the time of writing: which are new, and whether the stored rows are still
what was checked."""

from collections.abc import Mapping, Sequence

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports.table import PlannedChange

NAMED_AT_MOST = 20


def by_target(changes: Sequence[PlannedChange]) -> dict[int, PlannedChange]:
    """The changes of stored rows by primary key."""
    return {change.pk: change for change in changes if change.pk is not None}


def require_unchanged(planned: Mapping[int, PlannedChange], versions: Mapping[int, int]) -> None:
    """`versions` of the locked rows. Raises RuleViolation naming those that somebody changed
    since the check."""
    refuse_stale(
        [change.title for pk, change in planned.items() if versions.get(pk) != change.version]
    )


def refuse_stale(titles: Sequence[str]) -> None:
    """Raises RuleViolation when there are any."""
    if titles:
        more = " และอื่น ๆ" if len(titles) > NAMED_AT_MOST else ""
        raise RuleViolation(
            f"ยังไม่ได้นำเข้า เพราะมีผู้แก้ไขหลังจากตรวจแฟ้ม {len(titles):,} แห่ง ได้แก่ "
            f"{', '.join(titles[:NAMED_AT_MOST])}{more} กรุณาเลือกแฟ้มอีกครั้งเพื่อตรวจกับค่าล่าสุด"
        )
