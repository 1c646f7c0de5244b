"""Deadlines as iCalendar (RFC 5545), by the library."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from cpd_portal.home.calendar.deadlines import Deadline

REFRESH = timedelta(hours=6)


def calendar_file(
    lines: Iterable[Deadline], address: Callable[[str], str], stamp: datetime
) -> bytes:
    """`address` makes a path an absolute address of the portal. Every line is a whole day."""
    calendar = Calendar.new(
        name="กำหนดงานในพอร์ทัลกรมส่งเสริมสหกรณ์",
        organization="Cooperative Promotion Department",
        language="th",
        refresh_interval=REFRESH,
        url=address("/calendar/"),
        uid=address("/calendar/"),
    )
    for line in lines:
        event = Event.new(
            uid=f"{line.day:%Y%m%d}-{line.code}@portal",
            summary=line.title,
            start=line.day,
            end=line.day + timedelta(days=1),
            stamp=stamp,
            url=address(line.url),
            description=f"เปิดดูรายละเอียด: {address(line.url)}",
        )
        calendar.add_component(event)
    return bytes(calendar.to_ical())
