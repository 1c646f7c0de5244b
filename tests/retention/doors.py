"""Who meets what at retention: the administrator of the department alone."""

from datetime import date

from cpd_portal.core.models import User
from cpd_portal.core.retention.models import RetentionRun
from cpd_portal.core.retention.selectors import policy_in_force
from tests.doors import Door, everybody

ALONE = everybody(403, administrator=200)


def _run() -> dict[str, object]:
    user = User.objects.create_user("remover", "secret-for-tests", full_name="ผู้ลบ")
    made = RetentionRun.objects.create(
        policy=policy_in_force(),
        before={"core.imports": date(2026, 1, 1).isoformat()},
        expected={"core.imports": 2},
        removed={"core.imports": 2},
        state="done",
        progress=100,
        confirmed_by=user,
    )
    return {"pk": made.pk}


DOORS: list[Door] = [
    Door("retention:index", ALONE),
    Door("retention:preview", ALONE),
    Door("retention:preview", everybody(403, administrator=422), method="post", data={}),
    Door("retention:run", ALONE, _run),
]
