"""What the page of an institution advises: ways to the next tier, and other facts tried."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coops import rules
from coops.advice_figures import advice_figures
from coops.choices import ConditionCode
from coops.forms.what_if import PREFIX, WhatIfForm
from coops.rules.advice import (
    Advice,
    YearDays,
    advise,
    headroom,
    late_points,
    no_longer,
    what_if,
)
from coops.selectors.verdict import ConditionLine, Verdict

MOST_POINTS = 3


@dataclass(frozen=True)
class Trial:
    """The result that the tried facts would have, beside the stored one; never stored."""

    result: rules.Classification
    title: str
    conditions: list[ConditionLine]
    is_same: bool


@dataclass(frozen=True)
class AdvicePanel:
    """`advice` is None in tier 1; `late` names by condition what can no longer change."""

    advice: Advice | None
    late: Mapping[ConditionCode, str]
    form: WhatIfForm
    stored: list[ConditionLine]
    trial: Trial | None

    @property
    def compared(self) -> list[tuple[ConditionLine, ConditionLine]]:
        """Every condition as stored and as tried."""
        tried = self.trial.conditions if self.trial else []
        return list(zip(self.stored, tried, strict=False))

    @property
    def needs(self) -> list[tuple[str, str, str, str]]:
        """Of each condition to cure: its name, the need, who, what can no longer change."""
        if self.advice is None:
            return []
        return [
            (str(row.code.label), row.need, row.cure.who, self.late.get(row.code, ""))
            for row in self.advice.to_cure
        ]


def advice_panel(
    asked: Mapping[str, Any], verdict: Verdict, days: YearDays, today: date
) -> AdvicePanel | None:
    """None where nothing is classified: then the page says what is missing instead."""
    assessment, rule_set = verdict.assessment, verdict.rule_set
    if assessment.tier is None or verdict.missing:
        return None
    facts = assessment.facts
    form = WhatIfForm(
        asked if any(name.startswith(f"{PREFIX}-") for name in asked) else None,
        facts=facts,
        rule_set=rule_set,
        rows=headroom(facts, rule_set, {})[:MOST_POINTS],
    )
    figures = advice_figures()
    late = late_points(figures, rule_set.kind, days, today)
    return AdvicePanel(
        advice=advise(facts, rule_set, figures, late),
        late={code: no_longer(cure, days, today) for code, cure in figures.cures.items()},
        form=form,
        stored=verdict.conditions,
        trial=_trial(form, verdict) if form.is_valid() else None,
    )


def _trial(form: WhatIfForm, verdict: Verdict) -> Trial:
    rule_set = verdict.rule_set
    result = what_if(verdict.assessment.facts, form.changes(), rule_set)
    needs = {need.code: need.text for need in result.next_tier.needs} if result.next_tier else {}
    return Trial(
        result=result,
        title=rule_set.tier_titles[result.tier] if result.tier else "",
        conditions=[
            ConditionLine(
                label=str(row.code.label),
                fact=row.text,
                met_for=tuple(int(tier) for tier in row.met_for),
                need=needs.get(row.code, ""),
            )
            for row in result.conditions
        ],
        is_same=result.tier == verdict.assessment.tier,
    )
