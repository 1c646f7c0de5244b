"""Every activity of the shown projects over the shown years."""

from dataclasses import dataclass

from strategy.models import Activity, Project
from strategy.rules.status import Judged
from strategy.selectors.execution import TargetYear
from strategy.selectors.overview import Overview


@dataclass(frozen=True)
class TimelineRow:
    """One activity; in each year its targets, none where it rests."""

    activity: Activity
    years: tuple[tuple[TargetYear, ...], ...]


@dataclass(frozen=True)
class TimelineGroup:
    """A project with its status in each year (None: no targets) and its activities."""

    project: Project
    statuses: tuple[Judged | None, ...]
    rows: tuple[TimelineRow, ...]


def timeline(overview: Overview) -> list[TimelineGroup]:
    return [
        TimelineGroup(
            project=line.project,
            statuses=tuple(year.judged for year in line.shown),
            rows=_rows([year.targets for year in line.shown]),
        )
        for strategy in overview.lines
        for line in strategy.projects
    ]


def _rows(years: list[tuple[TargetYear, ...]]) -> tuple[TimelineRow, ...]:
    activities: dict[int, Activity] = {}
    for targets in years:
        for one in targets:
            if one.measure.activity is not None:
                activities[one.measure.activity.pk] = one.measure.activity
    ordered = sorted(activities.values(), key=lambda activity: activity.position)
    return tuple(
        TimelineRow(
            activity,
            tuple(
                tuple(one for one in targets if one.measure.activity_id == activity.pk)
                for targets in years
            ),
        )
        for activity in ordered
    )
