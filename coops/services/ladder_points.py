"""What the ladders of a version do to the points of a whole year: counted before it is signed,
put into effect afterwards."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from coops.models import Assessment
from coops.selectors.ladders import POINTS, LadderBook, book_of
from coops.services.derived import refresh_derived, refreshed, unlocked
from cpd_portal.core.audit import recorded
from cpd_portal.core.models import FigureVersion, User
from cpd_portal.thai.formatting import format_number
from cpd_portal.thai.spacing import NBSP

AT_ONCE = 1_000

COMPUTED = "มีคะแนนที่คำนวณจากบันได"
POINTS_CHANGE = "คะแนนตัวชี้วัดเปลี่ยน"
TOTAL_CHANGES = "คะแนนรวมเปลี่ยน"
BETTER, WORSE = "ชั้นดีขึ้น", "ชั้นลดลง"
COMPLETED = "ข้อมูลครบขึ้นจนจัดชั้นได้"
CLOSED = "ปิดการกรอกแล้ว จึงไม่เปลี่ยน"
LINES = (COMPUTED, POINTS_CHANGE, TOTAL_CHANGES, BETTER, WORSE, COMPLETED, CLOSED)


def ladders_measure(version: FigureVersion) -> list[tuple[str, str]]:
    """How many institutions' points, totals and tiers the version would change; stores nothing."""
    book, counts = book_of(version), Counter[str]()
    for pks in _chunks(version.fiscal_year):
        rows = unlocked(Assessment.objects.filter(pk__in=pks))
        counts[CLOSED] += len(pks) - len(rows)
        _count(rows, book, counts)
    return [(line, f"{format_number(counts[line])}{NBSP}แห่ง") for line in LINES]


def ladders_apply(version: FigureVersion, report: Callable[[int], None]) -> None:
    """Points of the year anew by the ladders in force, some institutions in one transaction."""
    chunks = list(_chunks(version.fiscal_year))
    for done, pks in enumerate(chunks, start=1):
        _apply(
            actor=version.signed_by,
            pks=pks,
            reason=f"ลงนามบันไดคะแนนปี {version.fiscal_year} รุ่นที่ {version.number}",
        )
        report(done * 100 // len(chunks))


@recorded("coops.points.derived")
def _apply(*, actor: User | None, pks: Sequence[int], reason: str) -> int:
    return refresh_derived(Assessment.objects.filter(pk__in=pks).only("pk"))


def _chunks(fiscal_year: int | None) -> Iterator[list[int]]:
    pks = Assessment.objects.filter(fiscal_year=fiscal_year or 0).order_by("pk")
    found = list(pks.values_list("pk", flat=True))
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def _count(rows: Sequence[Assessment], book: LadderBook, counts: Counter[str]) -> None:
    before = {row.pk: (row.points, row.total, row.tier, row.complete) for row in rows}
    year = {row.fiscal_year: book for row in rows}
    for row in refreshed(rows, year):
        points, total, tier, complete = before[row.pk]
        counts[POINTS_CHANGE] += row.points != points
        counts[TOTAL_CHANGES] += row.total != total
        counts[COMPLETED] += row.complete and not complete
        if row.tier and tier:
            counts[BETTER] += row.tier < tier
            counts[WORSE] += row.tier > tier
    counts[COMPUTED] += sum(any(n.startswith(POINTS) for n in row.derived) for row in rows)
