"""What is wrong with the facts of an accounting year beside the amounts of its statement."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from coops.choices import Kind
from cpd_portal.thai.dates import format_date_long

from .facts import Problem

COOPERATIVE_ONLY = frozenset({"welfare_paid", "bookkeeping", "disaster", "disaster_note"})
GROUP_ONLY = frozenset({"dividend_paid"})
DATES = ("closed_on", "sent_on", "opinion_on", "general_meeting_on")
# (day, the day it cannot be before, that day in words)
_ORDER = (
    ("closed_on", "accounting_year_end", "วันสิ้นปีบัญชี"),
    ("sent_on", "closed_on", "วันที่จัดทำงบการเงินแล้วเสร็จ"),
    ("opinion_on", "closed_on", "วันที่จัดทำงบการเงินแล้วเสร็จ"),
    ("general_meeting_on", "accounting_year_end", "วันสิ้นปีบัญชี"),
)
MEETING_WITHIN = timedelta(days=366)
"""The next accounting year has ended by then; a later date is a slip of the year."""

Facts = Mapping[str, Any]


def check_year_facts(facts: Facts, kind: Kind, today: date) -> list[Problem]:
    """Everything that is wrong; `facts` hold the accounting year-end too, None is not known."""
    return [
        *_of_the_other_kind(facts, kind),
        *_dates(facts, today),
        *_members(facts),
        *_payments(facts),
        *_disaster(facts),
    ]


def _of_the_other_kind(facts: Facts, kind: Kind) -> list[Problem]:
    wrong, owner = (
        (GROUP_ONLY, Kind.FARMER_GROUP)
        if kind == Kind.COOPERATIVE
        else (COOPERATIVE_ONLY, Kind.COOPERATIVE)
    )
    return [
        Problem(f"/{name}", f"เป็นข้อเท็จจริงของ{owner.label}เท่านั้น")
        for name in sorted(wrong)
        if facts.get(name) not in (None, "")
    ]


def _dates(facts: Facts, today: date) -> list[Problem]:
    problems = [
        Problem(f"/{name}", "เป็นวันในอนาคต")
        for name in DATES
        if facts.get(name) is not None and facts[name] > today
    ]
    for name, earlier, words in _ORDER:
        day, bound = facts.get(name), facts.get(earlier)
        if day is not None and bound is not None and day < bound:
            problems.append(Problem(f"/{name}", f"ต้องไม่ก่อน{words} ({format_date_long(bound)})"))
    meeting, ended = facts.get("general_meeting_on"), facts["accounting_year_end"]
    if meeting is not None and meeting > ended + MEETING_WITHIN:
        message = f"เกินหนึ่งปีหลังวันสิ้นปีบัญชี ({format_date_long(ended)}) ตรวจปี พ.ศ. อีกครั้ง"
        problems.append(Problem("/general_meeting_on", message))
    return problems


def _members(facts: Facts) -> list[Problem]:
    members, participating = facts.get("members"), facts.get("participating_members")
    if participating is None:
        return []
    if members is None:
        return [Problem("/members", "กรอกจำนวนสมาชิกด้วย เพราะมีจำนวนสมาชิกที่ร่วมทำธุรกิจ")]
    if participating > members:
        message = f"ต้องไม่เกินจำนวนสมาชิก {members:,} คน"
        return [Problem("/participating_members", message)]
    return []


def _payments(facts: Facts) -> list[Problem]:
    """What was not allocated cannot have been paid."""
    if facts.get("profit_allocated") is not False:
        return []
    return [
        Problem(f"/{name}", "จ่ายได้ต่อเมื่อจัดสรรกำไรสุทธิแล้ว แต่ระบุว่าไม่ได้จัดสรร")
        for name in ("welfare_paid", "dividend_paid")
        if facts.get(name)
    ]


def _disaster(facts: Facts) -> list[Problem]:
    if facts.get("disaster") and not facts.get("disaster_note"):
        return [Problem("/disaster_note", "บอกว่าเป็นภัยใด เมื่อใด และเสียหายอย่างไร")]
    return []
