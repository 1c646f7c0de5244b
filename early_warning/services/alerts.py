"""Alerts begin and end with the facts that speak for them."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from coops.models import Institution
from early_warning.choices import OwnLevel, RiskSide
from early_warning.escalation import escalation_policy
from early_warning.models import Alert, SelfAssessment
from early_warning.questionnaire import questionnaire_of
from early_warning.selectors.self_assessments import view_of


def own_view_follow(*, assessment: SelfAssessment, today: date) -> Alert | None:
    """A cooperative that says it is at high risk is on the watchlist; a correction takes it off.

    Call it inside the service that stores the assessment. The alert that stands now, if any.
    """
    facts = f"own-view {assessment.fiscal_year}/{assessment.quarter}"
    if assessment.level != OwnLevel.HIGH:
        alert_end(assessment.institution, facts, today)
        return None
    policy = escalation_policy()
    return alert_raise(
        institution=assessment.institution,
        rank=policy.own_rank,
        level=policy.own_level,
        reasons=_own_reasons(assessment),
        rule_version=f"ประเมินตนเอง รุ่นที่ {assessment.questionnaire.number}",
        facts=facts,
        today=today,
    )


def alert_raise(
    *,
    institution: Institution,
    rank: int,
    level: str,
    reasons: Sequence[str],
    rule_version: str,
    facts: str,
    today: date,
) -> Alert:
    """Once for the same facts; what ended comes back with its history."""
    alert, is_new = Alert.objects.get_or_create(
        institution=institution,
        fingerprint=fingerprint_of(facts),
        defaults={
            "rank": rank,
            "level": level,
            "reasons": list(reasons),
            "rule_version": rule_version,
            "raised_on": today,
        },
    )
    changed = (alert.reasons, alert.ended_on) != (list(reasons), None)
    if not is_new and changed:
        alert.reasons, alert.ended_on = list(reasons), None
        alert.save(update_fields=["reasons", "ended_on"])
    found: Alert = alert
    return found


def alert_end(institution: Institution, facts: str, today: date) -> None:
    """Where nothing speaks for it any more."""
    rows = Alert.objects.current().filter(
        institution=institution, fingerprint=fingerprint_of(facts)
    )
    rows.update(ended_on=today)


def fingerprint_of(facts: str) -> str:
    return sha256(facts.encode()).hexdigest()


def _own_reasons(assessment: SelfAssessment) -> list[str]:
    view = view_of(assessment, questionnaire_of(assessment.questionnaire.content))
    sides = view.sides if view else ()
    quarter = f"ไตรมาสที่ {assessment.quarter}/{assessment.fiscal_year}"
    return [
        f"สหกรณ์ประเมินว่าตนเองเสี่ยงสูงด้าน{RiskSide(side.side).label} "
        f"(ร้อยละ {side.percent:f} ของความเสี่ยงสูงสุด) {quarter}"
        for side in sides
        if side.level == OwnLevel.HIGH
    ]
