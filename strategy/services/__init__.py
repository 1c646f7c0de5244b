"""Every write of the plan's execution."""

from .evidence import evidence_attach, evidence_record_download, evidence_withdraw
from .money import (
    CarryOver,
    EntryValues,
    Reversal,
    ledger_carry_over,
    ledger_record,
    ledger_reverse,
)
from .place import Place, period_of
from .progress import (
    Conflict,
    Entered,
    ProgressConflict,
    Reached,
    progress_save,
    stored_progress,
)
from .quarters import (
    last_change,
    quarter_approve,
    quarter_return,
    quarter_submit,
    quarter_verify,
)
from .versions import Revision, measure_verify, plan_revise

__all__ = [
    "CarryOver",
    "Conflict",
    "Entered",
    "EntryValues",
    "Place",
    "ProgressConflict",
    "Reached",
    "Reversal",
    "Revision",
    "evidence_attach",
    "evidence_record_download",
    "evidence_withdraw",
    "last_change",
    "ledger_carry_over",
    "ledger_record",
    "ledger_reverse",
    "measure_verify",
    "period_of",
    "plan_revise",
    "progress_save",
    "quarter_approve",
    "quarter_return",
    "quarter_submit",
    "quarter_verify",
    "stored_progress",
]
