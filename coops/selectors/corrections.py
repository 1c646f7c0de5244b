"""Corrections after approval: who waits for whom, and what they change."""

from dataclasses import dataclass

from coops.entry import FORM_CODE, item_key
from coops.models import Assessment, Institution
from coops.selectors.desk import closed_in, may_enter, official_in, strength_round
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.corrections.choices import CHANGED, CorrectionState
from cpd_portal.core.corrections.querysets import CorrectionQuerySet
from cpd_portal.core.corrections.services import preview
from cpd_portal.core.corrections.timeline import correction_timeline
from cpd_portal.core.guards import is_headquarters_chief
from cpd_portal.core.models import Correction, OrgUnit, User
from cpd_portal.core.timeline import Step

Lines = list[list[str]]


@dataclass(frozen=True)
class CorrectionPage:
    """`changes` and `effect` are [label, old, new]; while the item is open, as they are now."""

    correction: Correction
    institution: Institution | None
    timeline: list[Step]
    steps_open: frozenset[str]
    changes: Lines
    effect: Lines


@dataclass(frozen=True)
class Gate:
    """Whether one assessment may be entered. `closed` says why not; `may_ask`: a correction may
    be asked for."""

    closed: str
    may_ask: bool
    corrections: list[Correction]


def gate(user: User, assessment: Assessment) -> Gate:
    office, year = assessment.office, assessment.fiscal_year
    in_year = strength_round(office, year)
    closed, submission = closed_in(in_year), in_year.submission if in_year else None
    if submission is None or submission.state != SubmissionState.APPROVED:
        return Gate(closed, may_ask=False, corrections=[])
    official = in_year is not None and bool(official_in(in_year))
    found = corrections_of_assessment(user, assessment)
    under_way = [row for row in found if row.is_under_way]
    reopened = any(row.state == CorrectionState.GRANTED for row in under_way)
    return Gate(
        closed="" if reopened and not official else closed,
        may_ask=not under_way and not official and may_enter(user, office),
        corrections=found,
    )


def corrections_of(
    user: User, fiscal_year: int, office: OrgUnit | None, state: str = ""
) -> CorrectionQuerySet:
    """Of the strength form of the year, those that wait longest first; `state` "open" is all
    that are under way."""
    rows = Correction.objects.visible_to(user).of_form(FORM_CODE, fiscal_year)
    if office is not None:
        rows = rows.filter(submission__office=office)
    if state == "open":
        rows = rows.under_way()
    elif state:
        rows = rows.filter(state=state)
    found: CorrectionQuerySet = rows.select_related(
        "submission__office", "submission__period", "requested_by"
    ).order_by("requested_at")
    return found


def corrections_of_assessment(user: User, assessment: Assessment) -> list[Correction]:
    """Under way or done, the newest first: what the pages of the institution show."""
    rows = Correction.objects.visible_to(user).of_form(FORM_CODE, assessment.fiscal_year)
    shown = (CorrectionState.REQUESTED, CorrectionState.GRANTED, *CHANGED)
    return list(rows.filter(item=item_key(assessment.institution_id), state__in=shown))


def correction_page(user: User, correction: Correction) -> CorrectionPage:
    changes, effect = correction.changes, correction.effect
    if correction.state == CorrectionState.GRANTED:
        changes, effect = preview(correction)
    return CorrectionPage(
        correction=correction,
        institution=Institution.objects.filter(pk=int(correction.item)).first(),
        timeline=correction_timeline(correction),
        steps_open=correction_steps(user, correction),
        changes=changes,
        effect=effect,
    )


def correction_steps(user: User, correction: Correction) -> frozenset[str]:
    """What role and state allow; the service decides again, also whether it is one's own."""
    mine = user.has_role(Role.OFFICER, Role.CHIEF, at=correction.submission.office)
    for_office = {
        CorrectionState.REQUESTED: {"withdraw"},
        CorrectionState.GRANTED: {"finish", "withdraw"},
    }
    for_headquarters = {
        CorrectionState.REQUESTED: {"grant", "refuse"},
        CorrectionState.ENTERED: {"confirm", "return"},
    }
    state = CorrectionState(correction.state)
    steps = for_office.get(state, set()) if mine else set()
    if is_headquarters_chief(user):
        steps = steps | for_headquarters.get(state, set())
    return frozenset(steps)
