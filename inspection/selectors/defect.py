"""One defect with its timeline, and what the person may do with it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from coops.choices import DefectStatus
from coops.models import Assessment, Institution
from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_of
from inspection.choices import DefectAct
from inspection.defect_policies import (
    DefectPolicies,
    defect_policies,
    policies_told,
    with_policies,
)
from inspection.models import Attachment, CorrectiveAction, Defect, DefectStep
from inspection.querysets import DefectQuerySet
from inspection.rules.defects import RECORDERS, Move, allowed_acts
from inspection.selectors.board import Clock, Stage, clock_of, stage_of
from inspection.selectors.status import institution_status


@dataclass(frozen=True)
class DefectPage:
    defect: Defect
    stage: Stage
    clock: Clock
    policies: DefectPolicies
    steps: list[DefectStep]
    actions: list[CorrectiveAction]
    papers: list[Attachment]
    status: DefectStatus
    fiscal_year: int
    acts: list[tuple[DefectAct, Move]]
    may_record: bool

    @property
    def tier(self) -> int | None:
        """Of the fiscal year of the day, where it is assessed."""
        found: int | None = self.defect.tier  # type: ignore[attr-defined]  # annotated
        return found

    @property
    def is_open(self) -> bool:
        return self.defect.is_uncured and self.defect.merged_into_id is None


def defect_page(user: User, defect: Defect, today: date) -> DefectPage:
    """Of `defect_seen`: four queries."""
    policies = policies_told(defect.policies)  # type: ignore[attr-defined]  # annotated
    steps = list(defect.steps.select_related("by"))
    roles = {row.role for row in user.active_memberships if row.org_unit_id == defect.office_id}
    done = {step.act for step in steps if step.by_id == user.pk}
    return DefectPage(
        defect=defect,
        stage=stage_of(defect),
        clock=clock_of(defect, today, policies),
        policies=policies,
        steps=steps,
        actions=list(defect.actions.all()),
        papers=list(defect.attachments.all()),
        status=institution_status(defect.institution, today),
        fiscal_year=fiscal_year_of(today),
        acts=allowed_acts(defect.place, roles, done),
        may_record=bool(RECORDERS & roles),
    )


def defect_seen(user: User, today: date) -> DefectQuerySet:
    """What the page of a defect shows of it, with the tier of the year: one query."""
    assessed = Assessment.objects.filter(
        institution=OuterRef("institution"), fiscal_year=fiscal_year_of(today)
    )
    rows: DefectQuerySet = (
        Defect.objects.visible_to(user)
        .select_related(
            "institution",
            "office",
            "recorded_by",
            "followed_by",
            "proposed_by",
            "recurs",
            "merged_into",
        )
        .annotate(tier=Subquery(assessed.values("tier")[:1]), policies=with_policies())
    )
    return rows


@dataclass(frozen=True)
class InstitutionDefects:
    """The defects of an institution and its status as of a day."""

    institution: Institution
    as_of: date
    status: DefectStatus
    fiscal_year: int
    lines: list[tuple[Defect, Stage, Clock]]


def institution_defects(user: User, institution: Institution, as_of: date) -> InstitutionDefects:
    """Two queries. The lines are as they are now; the status is that of the day."""
    rows = Defect.objects.visible_to(user).filter(institution=institution)
    found = rows.filter(found_on__lte=as_of).order_by("-found_on", "pk")
    policies = defect_policies()
    return InstitutionDefects(
        institution=institution,
        as_of=as_of,
        status=institution_status(institution, as_of),
        fiscal_year=fiscal_year_of(as_of),
        lines=[(row, stage_of(row), clock_of(row, as_of, policies)) for row in found],
    )
