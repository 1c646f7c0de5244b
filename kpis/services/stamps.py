"""What a frozen result was made of: kept in its own row, so that nothing else can change it."""

import hashlib
import json
from datetime import datetime
from typing import Any

from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.models import Submission, User
from kpis.models import Criterion, KpiResult, Scorecard
from kpis.rules import Policy, Score, score

STEPS = ("submitted", "verified", "approved")


def stamp_of(
    result: KpiResult, criterion: Criterion, scorecard: Scorecard, version: FigureVersion | None
) -> dict[str, Any]:
    """Value, criteria with their version, score with its trace, papers, and who signed."""
    policy = scorecard.policy
    return {
        "kpi": {
            "number": result.kpi.number,
            "title": result.kpi.title,
            "weight": str(result.kpi.weight.normalize()),
            "owner": result.kpi.owner.name if result.kpi.owner else "",
        },
        "basis": result.basis,
        "value": result.value,
        "inputs": result.inputs,
        "partial": result.partial,
        "notes": result.notes,
        "letter": _letter(result),
        "criterion": _criterion(criterion),
        "criteria_version": _version(version, policy),
        "score": _score(score(criterion.rule, result.rule_value, policy)),
        "evidence": [
            {"title": paper.title, "file": paper.file_name, "sha256": paper.sha256}
            for paper in result.evidence.all()
        ],
        "signatures": _signatures(result.submission),
    }


def digest(stamp: dict[str, Any]) -> str:
    text = json.dumps(stamp, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _letter(result: KpiResult) -> dict[str, str]:
    day = result.letter_on.isoformat() if result.letter_on else ""
    return {"agency": result.agency, "no": result.letter_no, "on": day}


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "round": criterion.round,
        "method": criterion.method,
        "direction": criterion.direction,
        "unit": criterion.unit,
        "is_percent": criterion.is_percent,
        "parts": criterion.parts,
        "tiers": [
            {"points": tier.points, "thresholds": tier.thresholds, "text": tier.text}
            for tier in criterion.tiers.all()
        ],
    }


def _version(version: FigureVersion | None, policy: Policy) -> dict[str, Any]:
    if version is None:
        return {"scoring": policy.version}
    return {
        "scoring": policy.version,
        "number": version.number,
        "sha256": version.sha256,
        "verified": version.verified,
    }


def _score(scored: Score) -> dict[str, Any]:
    """`exact` as a fraction, so that a weighted total of stamps loses nothing."""
    return {
        "exact": None if scored.exact is None else str(scored.exact),
        "shown": None if scored.shown is None else str(scored.shown),
        "band": scored.band.value if scored.band else None,
        "trace": [[step.text, step.result, step.detail] for step in scored.trace],
    }


def _signatures(submission: Submission) -> list[dict[str, str]]:
    signed = []
    for step in STEPS:
        person: User | None = getattr(submission, f"{step}_by")
        at: datetime | None = getattr(submission, f"{step}_at")
        if person is not None and at is not None:
            signed.append({"step": step, "name": str(person), "at": at.isoformat()})
    return signed
