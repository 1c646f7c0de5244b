"""The stored facts of one institution under the criteria of other years, side by side."""

from dataclasses import dataclass

from coops import rules
from coops.models import Assessment, RuleSet


@dataclass(frozen=True)
class OtherCriteria:
    """What another year's rule set says of the same facts; nothing is stored."""

    rule_set: rules.RuleSet
    result: rules.Classification
    is_own: bool

    @property
    def needs(self) -> list[str]:
        following = self.result.next_tier
        return [need.text for need in following.needs] if following else []


def other_criteria(assessment: Assessment) -> list[OtherCriteria]:
    """Its own and those of other years that score the same indicators; none where the facts
    give no tier. One query."""
    own = assessment.rule_set
    if assessment.tier is None:
        return []
    in_force = RuleSet.objects.in_force().filter(kind=own.kind, sector=own.sector)
    others = in_force.exclude(fiscal_year=own.fiscal_year)
    found = sorted([own, *others], key=lambda row: row.fiscal_year)
    pure = [(row.rules, row.pk == own.pk) for row in found]
    scores = own.rules.indicators
    return [
        OtherCriteria(rule_set, rules.classify(assessment.facts, rule_set), is_own)
        for rule_set, is_own in pure
        if _scored_alike(rule_set, scores)
    ]


def _scored_alike(rule_set: rules.RuleSet, scores: dict[str, rules.Indicator]) -> bool:
    maxima = {code: row.maximum for code, row in rule_set.indicators.items()}
    return maxima == {code: row.maximum for code, row in scores.items()}
