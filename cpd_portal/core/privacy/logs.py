"""The access logs of the core."""

from cpd_portal.core.corrections.models import CorrectionDownload
from cpd_portal.core.documents.models import DownloadLog
from cpd_portal.core.privacy.registry import AccessLog

LOGS = (
    AccessLog("core.documents", "รับเอกสารรายงาน", DownloadLog, "document"),
    AccessLog("core.corrections", "เปิดเอกสารขอแก้ไขหลังอนุมัติ", CorrectionDownload, "correction"),
)
