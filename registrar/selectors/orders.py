"""Orders: what they say about an institution, and what their pages show."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from cpd_portal.thai.searching import search_key
from registrar.choices import OrderEffect, OrderKind, OrderState
from registrar.models import CaseDefect, Order
from registrar.order_querysets import OrderQuerySet
from registrar.rules.assessment.answers import Outcome
from registrar.selectors.case_roles import LEADERS

MOST = 100
FACTS = {
    "16-1-advice": "advice",
    "22-1": "correction",
    "22-2": "cessation",
    "22-3": "suspension",
}
"""Of which measure an assessment asks how it came out."""


@dataclass(frozen=True, kw_only=True)
class OrderChoice:
    """Filters of the register; all may be left out. `year` is the calendar year (B.E.)."""

    today: date
    state: str = ""
    office: str = ""
    year: str = ""
    late: bool = False
    q: str = ""


def order_outcomes(institution: Institution, day: date) -> dict[str, Outcome]:
    """How the latest order of each measure stood on that day. An order whose case is about
    defects counts while one of them is not cured; a revoked one never does. An order that is
    past its day without a word of its outcome still runs: nobody may guess."""
    rows = (
        Order.objects.in_force()
        .filter(
            institution=institution,
            power_code__in=FACTS,
            kind__in=(OrderKind.ORDER, OrderKind.LETTER),
            issued_on__lte=day,
        )
        .filter(_about_something_open(day))
        .order_by("issued_on", "frozen_at")
    )
    return {FACTS[row.power_code]: _outcome(row, day) for row in rows}


def _about_something_open(day: date) -> Q:
    links = CaseDefect.objects.filter(case=OuterRef("case"))
    is_open = Q(defect__closed_on=None) | Q(defect__closed_on__gt=day)
    open_ones = links.filter(is_open, defect__merged_into=None)
    return ~Exists(links) | Exists(open_ones)


def _outcome(order: Order, day: date) -> Outcome:
    known = order.outcome_on is not None and order.outcome_on <= day
    if known and order.state == OrderState.COMPLIED:
        return Outcome.OBEYED
    if known and order.state == OrderState.DISOBEYED:
        return Outcome.DISOBEYED
    return Outcome.RUNNING


def orders_of(user: User, choice: OrderChoice) -> OrderQuerySet:
    rows: OrderQuerySet = Order.objects.visible_to(user)
    if choice.late:
        rows = rows.late(choice.today)
    if choice.state:
        rows = rows.filter(state=choice.state)
    if choice.office:
        rows = rows.filter(office__code=choice.office)
    if choice.year:
        rows = rows.filter(numbers__register__year=choice.year, numbers__voided_at=None)
    return _searched(rows, choice.q)


def _searched(rows: OrderQuerySet, words: str) -> OrderQuerySet:
    """By number, case and institution: texts hold names of persons and are not searched."""
    if not words.strip():
        return rows
    key = search_key(words)
    return rows.filter(
        Q(number__icontains=words.strip())
        | Q(institution__registration_search__contains=key)
        | Q(institution__name_search__contains=key)
    )


def with_parts(rows: OrderQuerySet) -> OrderQuerySet:
    found: OrderQuerySet = rows.select_related("office", "institution", "case__office", "about")
    return found


def orders_waiting(user: User, today: date) -> list[Order]:
    """What waits for the person: drafts for a legal officer, reviewed ones for who leads their
    office, and what the one in charge of the case has to keep, serve or follow up. One query."""
    in_charge = Q(state__in=(OrderState.NUMBERED, OrderState.ISSUED)) | Q(
        state=OrderState.SERVED, effect=OrderEffect.IN_FORCE, obey_by__lt=today
    )
    asked = Q(case__handler=user) & in_charge
    for row in user.active_memberships:
        if row.role in LEADERS:
            asked |= Q(office=row.org_unit, state=OrderState.REVIEWED)
        if row.role == Role.LEGAL:
            drafts = Q(state=OrderState.DRAFT) & ~Q(authors__contains=[user.pk])
            asked |= drafts if row.org_unit.is_headquarters else drafts & Q(office=row.org_unit)
    rows = Order.objects.visible_to(user).filter(asked)
    return list(
        with_parts(rows).exclude(case__barred__contains=[user.pk]).order_by("drafted_at")[:MOST]
    )
