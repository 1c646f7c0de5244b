"""Self-assessments of a quarter beside our watch level of today."""

from collections.abc import Sequence
from dataclasses import dataclass

from coops.models import Institution
from cpd_portal.core.models import User
from early_warning.choices import OwnLevel
from early_warning.models import WatchReading
from early_warning.rules.disagreement import Difference, difference, our_level
from early_warning.selectors.self_assessments import QuarterChoice, own_lines


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    institution: Institution
    own: OwnLevel
    ours: OwnLevel
    level: str
    difference: Difference

    @property
    def steps(self) -> int:
        return abs(self.own.rank - self.ours.rank)


@dataclass(frozen=True)
class Disagreements:
    """`compared`: answered and read by us, of which `lines` differ."""

    compared: int
    lines: Sequence[DifferenceLine]


def disagreements(
    user: User, chosen: QuarterChoice, types: Sequence[str], office: str = ""
) -> Disagreements:
    """The widest first, and who sees himself milder than we do before the others. Whoever has not
    answered, or was not read by us, is in no line."""
    answered = [line for line in own_lines(user, chosen, types, office) if line.own]
    standing = WatchReading.objects.visible_to(user).standing()
    standing = standing.filter(institution__type__code__in=types)
    read = {row.institution_id: row for row in standing.defer("signals", "words")}
    found = [
        _line(line.institution, OwnLevel(line.own.level), read[line.institution.pk])
        for line in answered
        if line.own and line.institution.pk in read
    ]
    differing = [line for line in found if line.difference != Difference.SAME]
    differing.sort(key=lambda line: (-line.steps, line.difference != Difference.MILDER))
    return Disagreements(len(found), differing)


def _line(institution: Institution, own: OwnLevel, reading: WatchReading) -> DifferenceLine:
    rank = reading.rank
    return DifferenceLine(institution, own, our_level(rank), reading.level, difference(own, rank))
