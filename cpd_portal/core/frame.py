"""What the frame around every page reads, in one query.

Written in SQL: building it as a queryset took a quarter of the time that the frame of a page
takes. `unread_notices` and `unread_count` are the same answers for pages of their own.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cpd_portal.core.announcements.selectors import SHOWN_AT_ONCE
from cpd_portal.core.choices import REPORTED_STATES, Round, SubmissionState
from cpd_portal.core.models import EntryPeriod, Membership, OrgUnit, User
from cpd_portal.core.notifications.selectors import KEPT
from cpd_portal.core.prepared import Prepared
from cpd_portal.core.written import Written

_PERIOD = Written(EntryPeriod, "period")
_FRAME = Prepared(f"""
SELECT {_PERIOD.columns},
    (SELECT count(*) FROM core_submission AS sent
      WHERE sent.period_id = period.id AND sent.state = ANY (%(states)s)
        AND (%(office)s::bigint IS NULL OR sent.office_id = %(office)s)) AS reports,
    EXISTS (SELECT FROM core_sampleload) AS sample,
    (SELECT coalesce(json_agg(told), '[]') FROM (
        SELECT told.id AS pk, told.title, told.body, told.ends
          FROM core_announcement AS told
         WHERE told.withdrawn_at IS NULL AND told.starts <= %(today)s AND told.ends >= %(today)s
           AND EXISTS (SELECT FROM jsonb_to_recordset(%(memberships)s)
                                    AS held (units text[], role text)
                        WHERE told.units::text[] && held.units
                          AND (told.roles = '{{}}' OR held.role = ANY (told.roles)))
           AND NOT EXISTS (SELECT FROM core_announcementread AS seen
                            WHERE seen.announcement_id = told.id AND seen.user_id = %(user)s)
         ORDER BY told.starts DESC, told.id DESC
         LIMIT %(notices)s) AS told) AS notices,
    (SELECT kept.unread FROM core_notificationtally AS kept
      WHERE kept.user_id = %(user)s AND kept.counted_at > %(recent)s) AS unread
  FROM core_entryperiod AS period
 WHERE period.subject = '' AND period.round = ANY (%(rounds)s) AND period.fiscal_year <= %(year)s
 ORDER BY period.fiscal_year DESC, period.round DESC
""")  # noqa: S608  names of columns, nothing that somebody typed


def frame_periods(user: Any, office: OrgUnit | None, year: int) -> list[Any]:
    """Entry periods up to the year of forms that an office sends as a whole, the newest first.
    Each carries `reports` (1 where the office has sent the period's form; for the whole country
    how many offices are approved), `sample` (whether sample data is shown), `notices` (unread
    announcements) and `unread` (notifications; None where they were counted too long ago)."""
    states = (SubmissionState.APPROVED,) if office is None else REPORTED_STATES
    known = isinstance(user, User)
    asked = {
        "states": [state.value for state in states],
        "office": office.pk if office is not None else None,
        "memberships": _memberships(user.active_memberships if known else ()),
        "user": user.pk if known else None,
        "notices": SHOWN_AT_ONCE,
        "rounds": list(Round.values),
        "year": year,
        **_moments(timezone.now()),
    }
    return [_period(row) for row in _FRAME.rows(**asked)]


def _period(row: Sequence[Any]) -> Any:
    period: Any = _PERIOD.instance(row, 0)
    period.reports, period.sample, period.notices, period.unread = row[_PERIOD.width :]
    return period


def _moments(now: datetime) -> dict[str, date | datetime]:
    return {"today": timezone.localdate(now), "recent": now - KEPT}


def _memberships(held: Iterable[Membership]) -> str:
    """An announcement is meant for one and the same membership: its units and its role."""
    rows = [{"units": row.org_unit.path.strip("/").split("/"), "role": row.role} for row in held]
    return json.dumps(rows)
