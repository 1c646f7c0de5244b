"""Stored readings to test with."""

from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any

from coops.models import Institution
from early_warning.choices import SignalCode, SignalState
from early_warning.models import WatchReading

SINCE = date(2026, 3, 2)
LEVELS = ("ปกติ", "เฝ้าระวัง", "เสี่ยง", "วิกฤต")
_numbers = count(1)


def signal(code: SignalCode, state: SignalState = SignalState.ALARM) -> dict[str, Any]:
    return {
        "code": code.value,
        "state": state.value,
        "value": "1",
        "words": "ทดสอบ",
        "runs_from": None,
    }


def make_reading(institution: Institution, rank: int = 1, **changed: Any) -> WatchReading:
    values: dict[str, Any] = {
        "since": SINCE,
        "level": LEVELS[rank],
        "points": 20,
        "words": "ทดสอบ",
        "size": "small",
        "signals": [signal(SignalCode.LOSS_YEARS)],
        "rule_version": "ทดสอบ",
        "digest": sha256(str(next(_numbers)).encode()).hexdigest(),
    }
    return WatchReading.objects.create(institution=institution, rank=rank, **{**values, **changed})
