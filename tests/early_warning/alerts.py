"""Alerts to test with."""

from datetime import date
from typing import Any

from coops.models import Institution
from early_warning.models import Alert, Handling
from early_warning.services.alerts import alert_raise
from tests.early_warning.own import make_savings

RAISED = date(2026, 3, 2)


def make_alert(institution: Institution | None = None, **changed: Any) -> Alert:
    values: dict[str, Any] = {
        "institution": institution or make_savings(),
        "rank": 2,
        "level": "เฝ้าระวัง",
        "reasons": ["สหกรณ์ประเมินว่าตนเองเสี่ยงสูง"],
        "rule_version": "ทดสอบ",
        "facts": "ทดสอบ",
        "today": RAISED,
    }
    return alert_raise(**{**values, **changed})


def version_of(alert: Alert) -> int:
    found = Handling.objects.filter(alert=alert).first()
    return found.version if found else 0
