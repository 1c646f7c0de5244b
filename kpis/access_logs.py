"""Who opened which paper behind a result."""

from cpd_portal.core.privacy.registry import AccessLog
from kpis.models import EvidenceDownload, StepEvidenceDownload

LOGS = (
    AccessLog("kpis.evidence", "เปิดหลักฐานผลตัวชี้วัด", EvidenceDownload, "evidence"),
    AccessLog("kpis.steps", "เปิดหลักฐานขั้นตอนตัวชี้วัด", StepEvidenceDownload, "evidence"),
)
