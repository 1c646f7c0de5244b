"""The classification of a year as headquarters follow it: rules, members, forms, runs, result."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, FilteredRelation, Q

from coops.choices import Kind, RuleStatus, RunState, Sector
from coops.entry import FORM_CODE
from coops.models import (
    ClassificationRun,
    Institution,
    Population,
    RuleSet,
    RunException,
)
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.models import Submission, User


@dataclass(frozen=True)
class RuleSetLine:
    """The rules in force of one population, and how many members follow them."""

    rule_set: RuleSet
    members: int
    complete: int

    @property
    def title(self) -> str:
        sector = self.rule_set.sector
        return f"{Kind(self.rule_set.kind).label}{Sector(sector).label if sector else ''}"

    @property
    def is_provisional(self) -> bool:
        return self.rule_set.status == RuleStatus.PROVISIONAL


@dataclass(frozen=True)
class YearOverview:
    """Everything that the year page says, in a fixed number of queries."""

    fiscal_year: int
    years: list[int]
    rule_sets: list[RuleSetLine]
    population: Population | None
    offices: int
    approved: int
    runs: list[ClassificationRun]

    @property
    def members(self) -> int:
        return sum(line.members for line in self.rule_sets)

    @property
    def incomplete(self) -> int:
        return self.members - sum(line.complete for line in self.rule_sets)

    @property
    def provisional(self) -> int:
        return sum(line.is_provisional for line in self.rule_sets)

    @property
    def accepted(self) -> ClassificationRun | None:
        return next((run for run in self.runs if run.state == RunState.ACCEPTED), None)

    @property
    def active(self) -> ClassificationRun | None:
        return next((run for run in self.runs if run.is_active), None)

    @property
    def to_decide(self) -> ClassificationRun | None:
        """The newest computed run, unless the year is decided."""
        if self.accepted:
            return None
        return next((run for run in self.runs if run.state == RunState.COMPUTED), None)

    @property
    def open_points(self) -> list[str]:
        """What is still missing before the result can be called complete."""
        missing = []
        if self.provisional:
            missing.append(f"ยังใช้เงื่อนไขชั่วคราว {self.provisional} ชุด")
        if self.approved < self.offices:
            missing.append(
                f"สำนักงานที่ส่วนกลางยังไม่อนุมัติ {self.offices - self.approved} จาก {self.offices} แห่ง"
            )
        if self.incomplete:
            missing.append(f"ข้อมูลยังไม่ครบ {self.incomplete:,} จาก {self.members:,} แห่ง")
        return missing


@dataclass(frozen=True)
class OfficialResult:
    """That the result of a year is official, and what was decided for one institution."""

    run: ClassificationRun
    decision: RunException | None


def year_overview(fiscal_year: int, offices: int) -> YearOverview | None:
    """Four queries; None for a year without rules. `offices`: how many have to send."""
    rule_sets = _rule_set_lines(fiscal_year)
    if not rule_sets[1]:
        return None
    sent = Submission.objects.filter(period__form=FORM_CODE, period__fiscal_year=fiscal_year)
    runs = ClassificationRun.objects.of_year(fiscal_year)
    return YearOverview(
        fiscal_year=fiscal_year,
        years=rule_sets[0],
        rule_sets=rule_sets[1],
        population=Population.objects.filter(fiscal_year=fiscal_year).first(),
        offices=offices,
        approved=sent.filter(state=SubmissionState.APPROVED).count(),
        runs=list(runs.select_related("started_by", "decided_by", "resolution", "previous")),
    )


def official_result(institution: Institution, fiscal_year: int) -> OfficialResult | None:
    """None while the working group has not accepted a run of the year; two queries."""
    runs = ClassificationRun.objects.of_year(fiscal_year).accepted()
    run = runs.select_related("resolution").first()
    if run is None:
        return None
    return OfficialResult(run, run.exceptions.filter(institution=institution).first())


def decisions_for(institution: Institution) -> dict[int, RunException]:
    """What was decided against the computed result, by official year."""
    rows = RunException.objects.filter(institution=institution, run__state=RunState.ACCEPTED)
    return {row.run.fiscal_year: row for row in rows.select_related("run")}


def may_look(user: User) -> bool:
    """Headquarters and the national roles follow the classification of the country."""
    return user.reach.nationwide


def may_run(user: User) -> bool:
    return _holds(user, Role.OFFICER, Role.CHIEF)


def may_decide(user: User) -> bool:
    return _holds(user, Role.CHIEF)


def _holds(user: User, *roles: Role) -> bool:
    return any(m.role in roles and m.org_unit.is_headquarters for m in user.active_memberships)


def _rule_set_lines(fiscal_year: int) -> tuple[list[int], list[RuleSetLine]]:
    """The years that have rules, the newest first, and the lines of this one."""
    members = FilteredRelation("assessments", condition=Q(assessments__fiscal_year=fiscal_year))
    rule_sets: list[Any] = list(
        RuleSet.objects.in_force()
        .defer("definition")
        .select_related("resolution")
        .order_by("-fiscal_year", "kind", "sector")
        .annotate(member=members)
        .annotate(
            members=Count("member"),
            finished=Count("member", filter=Q(member__complete=True)),
        )
    )
    years = list(dict.fromkeys(row.fiscal_year for row in rule_sets))
    of_year = [row for row in rule_sets if row.fiscal_year == fiscal_year]
    return years, [RuleSetLine(row, row.members, row.finished) for row in of_year]
