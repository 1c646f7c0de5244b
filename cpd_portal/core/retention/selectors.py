"""What the policies in force would remove today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Window

from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.retention.figures import RETENTION_CODE, content_of
from cpd_portal.core.retention.models import RetentionRun
from cpd_portal.core.retention.registry import RetentionKind, retention_kinds

SAMPLES = 5
RUNS = 30


@dataclass(frozen=True)
class PolicyLine:
    """`days` None: kept for ever."""

    kind: RetentionKind
    days: int | None
    verified: bool

    def before(self, today: date) -> date | None:
        return None if self.days is None else today - timedelta(days=self.days)


@dataclass(frozen=True)
class PreviewLine:
    policy: PolicyLine
    before: date
    count: int
    samples: Sequence[str]


@dataclass(frozen=True)
class RetentionPreview:
    version: FigureVersion
    lines: Sequence[PreviewLine]

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)


def policy_lines(version: FigureVersion) -> list[PolicyLine]:
    """Every kind, also those that the version does not name: they stay for ever."""
    held = {row.kind: row for row in content_of(version.content).policies}
    return [
        PolicyLine(
            kind,
            held[kind.code].days if kind.code in held else None,
            kind.code in held and held[kind.code].verified,
        )
        for kind in retention_kinds()
    ]


def policy_in_force() -> FigureVersion:
    """Raises LookupError before the reference data are loaded."""
    held = version_in_force(RETENTION_CODE)
    if held is None:
        raise LookupError(RETENTION_CODE)
    return held


def preview(today: date) -> RetentionPreview:
    """Count and first rows of each kind in one query each."""
    version = policy_in_force()
    lines = []
    for policy in policy_lines(version):
        before = policy.before(today)
        if before is not None:
            lines.append(_line(policy, before))
    return RetentionPreview(version, lines)


def runs() -> list[RetentionRun]:
    return list(RetentionRun.objects.select_related("confirmed_by", "policy")[:RUNS])


def _line(policy: PolicyLine, before: date) -> PreviewLine:
    rows = list(policy.kind.rows(before).annotate(all_rows=Window(Count("pk")))[:SAMPLES])
    samples = [policy.kind.line(row) for row in rows]
    return PreviewLine(policy, before, rows[0].all_rows if rows else 0, samples)
