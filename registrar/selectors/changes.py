"""The change log of the framework: what each version changed, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cpd_portal.core.figures.differences import RowDifference, differences
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import figure_set
from registrar.framework import POWERS_CODE
from registrar.selectors.powers import framework_versions


@dataclass(frozen=True)
class VersionChange:
    """`changes` None: the first version, to which nothing is compared."""

    version: FigureVersion
    since: datetime
    changes: Sequence[RowDifference] | None


def change_log() -> list[VersionChange]:
    versions = framework_versions()
    figures = figure_set(POWERS_CODE)
    lines = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        found = None
        if before is not None:
            found = differences(figures, before.content, version.content)
        since = version.signed_at or version.proposed_at
        lines.append(VersionChange(version, since, found))
    return lines
