"""Who meets what at announcements: everybody reads his own, administrators publish."""

from datetime import timedelta

from django.utils import timezone

from cpd_portal.core.announcements.models import Announcement
from cpd_portal.core.models import User
from tests.doors import Door, everybody


def announced() -> dict[str, object]:
    """To the people of office 50 by somebody of the department."""
    today = timezone.localdate()
    author = User.objects.create_user("announcer", "secret-for-tests", full_name="ผู้ประกาศ")
    made = Announcement.objects.create(
        title="ปิดระบบคืนนี้",
        body="เวลา 22.00 น.",
        starts=today,
        ends=today + timedelta(days=7),
        units=["50"],
        author=author,
    )
    return {"pk": made.pk}


AT_50 = {"officer": 302, "chief": 302, "inspector": 302, "administrator": 302}

DOORS: list[Door] = [
    Door("announcements:list", everybody(200)),
    Door("announcements:new", everybody(403, administrator=200)),
    Door("announcements:new", everybody(403, administrator=422), method="post", data={}),
    Door("announcements:read", everybody(404, **AT_50), announced, method="post"),
    Door(
        "announcements:withdraw",
        everybody(404, officer=403, chief=403, inspector=403, administrator=302),
        announced,
        method="post",
    ),
]
