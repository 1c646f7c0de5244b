"""Which earlier defect a new one repeats."""

from collections.abc import Sequence

from inspection.models import Defect
from inspection.models.defects import CURED


def earlier_defects(institution: int, found: Sequence[Defect]) -> list[Defect | None]:
    """For each finding of the institution the newest cured one about the same question of the
    checklist or, of findings without a question, with the same category and title."""
    rows = Defect.objects.filter(institution=institution, merged_into=None, state__in=CURED)
    cured = list(rows.order_by("-found_on", "-pk"))
    return [next((row for row in cured if _is_repeated(row, defect)), None) for defect in found]


def _is_repeated(cured: Defect, by: Defect) -> bool:
    if cured.closed_on is None or cured.closed_on > by.found_on:
        return False
    if by.question:
        return cured.question == by.question
    return _subject(cured) == _subject(by)


def _subject(defect: Defect) -> tuple[str, str]:
    return defect.category, defect.title.upper()
