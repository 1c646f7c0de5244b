"""E-mail about scheduled documents: that there is something to look at, never what it holds."""

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from cpd_portal.core.models.people import User
from cpd_portal.core.schedules.choices import NoticeKind

logger = structlog.get_logger(__name__)

WHERE = {
    NoticeKind.READY: "ลงชื่อเข้าใช้แล้วเปิดหน้า “รายงาน” > “เอกสารของฉัน”",
    NoticeKind.FAILED: "ลงชื่อเข้าใช้แล้วดูเหตุที่หน้า “รายงาน” > “เอกสารของฉัน”",
    NoticeKind.PAUSED: "ลงชื่อเข้าใช้แล้วดูเหตุที่หน้า “รายงาน” > “กำหนดการของฉัน”",
}


def notice_send(user: User, kind: NoticeKind) -> bool:
    """Whether a mail went out: not without a mail server or a usable address. A mail that fails
    is not tried again, the pages say the same."""
    if not settings.EMAIL_HOST or not _usable(user):
        return False
    text = f"{kind.label}\n\n{WHERE[kind]}\nจดหมายนี้ส่งโดยระบบ ไม่ต้องตอบกลับ\n"
    try:
        EmailMessage(str(kind.label), text, to=[user.email]).send()
    except (SMTPException, OSError) as error:
        logger.warning("schedule notice not sent", user=user.pk, exc_info=error)
        return False
    return True


def _usable(user: User) -> bool:
    try:
        validate_email(user.email)
    except ValidationError:
        return False
    return True
