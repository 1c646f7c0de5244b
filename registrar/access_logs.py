"""Who opened the names or a paper of a case, or an order."""

from cpd_portal.core.privacy.registry import AccessLog
from registrar.models import CaseRead, OrderRead

LOGS = (
    AccessLog("registrar.cases", "เปิดสำนวนหรือเอกสารในสำนวน", CaseRead, "case"),
    AccessLog("registrar.orders", "เปิดคำสั่งของนายทะเบียน", OrderRead, "order"),
)
