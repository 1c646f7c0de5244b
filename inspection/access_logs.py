"""Who opened which paper or picture of an inspection."""

from cpd_portal.core.privacy.registry import AccessLog
from inspection.models import AppointmentDownload, AttachmentDownload, LetterDownload

LOGS = (
    AccessLog(
        "inspection.attachments", "เปิดภาพหรือเอกสารการตรวจ", AttachmentDownload, "attachment"
    ),
    AccessLog("inspection.letters", "เปิดหนังสือที่ลงนามแล้ว", LetterDownload, "letter"),
    AccessLog("inspection.appointments", "เปิดคำสั่งแต่งตั้ง", AppointmentDownload, "appointment"),
)
