"""Which earlier defect a new one repeats."""

from inspection.models import Defect
from inspection.models.defects import CURED


def earlier_defect(defect: Defect) -> Defect | None:
    """The newest cured one of the institution about the same question of the checklist or, of
    findings without a question, with the same category and title."""
    same = (
        {"question": defect.question}
        if defect.question
        else {"category": defect.category, "title__iexact": defect.title}
    )
    earlier = Defect.objects.filter(
        institution=defect.institution_id,
        merged_into=None,
        state__in=CURED,
        closed_on__lte=defect.found_on,
        **same,
    )
    found: Defect | None = earlier.order_by("found_on", "pk").last()
    return found
