"""Who meets what at saved filters: everybody keeps his own, nobody finds another's."""

from cpd_portal.core.choices import Role
from cpd_portal.core.models import SavedFilter
from tests.doors import Door, everybody
from tests.inspection.rows import person


def _page() -> dict[str, object]:
    return {"page": "inspection-defects"}


def _of_somebody() -> dict[str, object]:
    row = SavedFilter.objects.create(
        user=person(Role.OFFICER), page="inspection-defects", name="ของคนอื่น", query="late=soon"
    )
    return {"pk": row.pk}


KEEP = {"name": "เกินกำหนด", "query": "late=overdue"}

DOORS: list[Door] = [
    Door("filters:save", everybody(302), _page, method="post", data=KEEP),
    Door("filters:save", everybody(405), _page),
    Door("filters:save", everybody(404), lambda: {"page": "no-page"}, method="post", data=KEEP),
    Door("filters:delete", everybody(404), _of_somebody, method="post", data={}),
]
