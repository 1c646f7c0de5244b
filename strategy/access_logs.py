"""Who opened which paper of a progress report."""

from cpd_portal.core.privacy.registry import AccessLog
from strategy.models import EvidenceDownload

LOGS = (AccessLog("strategy.evidence", "เปิดหลักฐานโครงการ", EvidenceDownload, "evidence"),)
