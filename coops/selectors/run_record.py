"""The record of one run: counts by population, and what was decided about it."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from coops.choices import RunState, Tier, UnassessedGroup
from coops.figures.condition_content import TITLES
from coops.models import (
    Assessment,
    ClassificationRun,
    RuleSet,
    RunException,
    RunResult,
    WorkingGroupMember,
)

LISTED = 10


@dataclass(frozen=True)
class CountLine:
    """The outcome of one population; every member is in exactly one of the counts."""

    title: str
    tiers: list[int]
    groups: list[int]
    incomplete: int

    @property
    def members(self) -> int:
        return sum(self.tiers) + sum(self.groups) + self.incomplete

    @property
    def strong(self) -> int:
        return self.tiers[0] + self.tiers[1]

    @property
    def without_tier(self) -> int:
        return sum(self.groups) + self.incomplete


@dataclass(frozen=True)
class DecisionLine:
    """An exception beside what was computed."""

    decision: RunException
    computed: RunResult


@dataclass(frozen=True)
class RunRecord:
    rule_sets: list[RuleSet]
    decisions: list[DecisionLine]
    incomplete: list[RunResult]
    members: list[WorkingGroupMember]
    changed_since: int


def count_lines(run: ClassificationRun) -> list[CountLine]:
    """From the record itself: no query."""
    return [
        CountLine(
            TITLES[key],
            [counts.get(str(tier.value), 0) for tier in Tier],
            [counts.get(f"group_{group.value}", 0) for group in UnassessedGroup],
            counts.get("incomplete", 0),
        )
        for key, counts in sorted(run.counts.items())
    ]


def run_record(run: ClassificationRun) -> RunRecord:
    """The first incomplete ones by name; how many facts changed since, while it is open."""
    decisions = list(run.exceptions.select_related("institution__office", "recorded_by"))
    results = RunResult.objects.filter(run=run).defer("facts", "result")
    computed = {
        row.institution_id: row
        for row in results.filter(institution__in=[d.institution_id for d in decisions])
    }
    incomplete = results.filter(tier=None, unassessed_group=None).select_related(
        "institution", "office"
    )
    return RunRecord(
        rule_sets=list(run.rule_sets.defer("definition").order_by("kind", "sector")),
        decisions=[DecisionLine(row, computed[row.institution_id]) for row in decisions],
        incomplete=list(incomplete.order_by("institution__name_sort")[:LISTED]),
        members=list(run.resolution.members.all()) if run.resolution else [],
        changed_since=changed_since(run) if run.state == RunState.COMPUTED else 0,
    )


def changed_since(run: ClassificationRun) -> int:
    """How many members of the year have other facts than the run used, are new, or are gone."""
    used = RunResult.objects.filter(
        run=run,
        institution=OuterRef("institution"),
        assessment_version=OuterRef("version"),
        rule_set=OuterRef("rule_set"),
    )
    found = Assessment.objects.of_year(run.fiscal_year).aggregate(
        members=Count("pk"), as_used=Count("pk", filter=Exists(used))
    )
    other: int = found["members"] + run.members - 2 * found["as_used"]
    return other
