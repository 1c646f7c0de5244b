"""One institution with its assessments."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from coops.choices import Kind
from coops.models import Assessment, ClassificationRun, Institution, YearFacts
from coops.rules.advice import YearDays
from cpd_portal.core.models import User


@dataclass(frozen=True)
class InstitutionDetail:
    institution: Institution

    @cached_property
    def assessments(self) -> list[Assessment]:
        """Read only where they are looked at."""
        return assessments_of(self.institution)


def institution_detail(user: User, registration_no: str) -> InstitutionDetail | None:
    """None outside the user's offices."""
    institution = (
        Institution.objects.visible_to(user)
        .select_related("type", "office__province", "responsible")
        .filter(registration_no=registration_no)
        .first()
    )
    if institution is None:
        return None
    return InstitutionDetail(institution)


def assessments_of(institution: Institution) -> list[Assessment]:
    """The newest year first, each with its rule set and `is_official`."""
    accepted = ClassificationRun.objects.accepted().filter(fiscal_year=OuterRef("fiscal_year"))
    rows = institution.assessments.select_related("rule_set").order_by("-fiscal_year")
    return list(rows.annotate(is_official=Exists(accepted)))


def year_days(assessment: Assessment) -> YearDays:
    """The end of the accounting year, closing and general meeting, as far as they are known."""
    facts = YearFacts.objects.filter(
        institution=assessment.institution_id, fiscal_year=assessment.fiscal_year
    )
    known = facts.values_list("accounting_year_end", "closed_on", "general_meeting_on").first()
    if known is not None:
        return YearDays(*known)
    return YearDays(assessment.institution.accounting_year_end_in(assessment.fiscal_year))


def facts_json(assessment: Assessment) -> dict[str, Any]:
    """The facts in the shape of a request body to classify them."""
    rule_set = assessment.rule_set
    body: dict[str, Any] = {
        "kind": rule_set.kind,
        "sector": rule_set.sector or None,
        "fiscal_year": assessment.fiscal_year,
        "points": assessment.points,
        "defect_status": assessment.defect_status or None,
        "standing": assessment.standing,
    }
    if rule_set.kind == Kind.COOPERATIVE:
        body["loss"] = _two_years(assessment.loss_latest, assessment.loss_previous)
    else:
        body["allocated_and_paid"] = _two_years(
            assessment.allocated_latest, assessment.allocated_previous
        )
        body["statement_days"] = assessment.statement_days
    return body


def _two_years(latest: bool | None, previous: bool | None) -> dict[str, bool | None] | None:
    if latest is None and previous is None:
        return None
    return {"latest": latest, "previous": previous}
