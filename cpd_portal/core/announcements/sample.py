"""Sample announcements to the administrators: one of today, one that is long over."""

from datetime import date, timedelta

from cpd_portal.core.announcements.models import Announcement
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User

ROOT = "cpd"


@recorded("core.announcement.sample_loaded")
def sample_announcements_load(*, actor: User | None, today: date) -> dict[str, int]:
    author = User.objects.get(username="admin")
    rows = [
        Announcement(
            title="ตรวจวันหยุดราชการของปีก่อนใช้ (ตัวอย่าง)",
            body="ปฏิทินมีเฉพาะวันที่ตรงกันทุกปี\nขอให้ผู้ดูแลระบบของกรมเติมวันตามประกาศของแต่ละปี",
            starts=today,
            ends=today + timedelta(days=60),
            units=[ROOT],
            roles=[Role.ADMINISTRATOR.value],
            author=author,
        ),
        Announcement(
            title="ปิดปรับปรุงระบบ (ตัวอย่าง)",
            body="ประกาศเก่าที่พ้นวันแสดงแล้ว",
            starts=today - timedelta(days=830),
            ends=today - timedelta(days=800),
            units=[ROOT],
            roles=[Role.ADMINISTRATOR.value],
            author=author,
        ),
    ]
    return {"core.Announcement": len(Announcement.objects.bulk_create(rows))}
