"""Every fact pattern of the lawyer's table gives its powers, in every run."""

from datetime import date
from functools import cache

import pytest

from coops.choices import Kind
from registrar.figures.powers import read_powers
from registrar.framework import Framework
from registrar.rules.assessment import Assessment, assess
from registrar.rules.assessment.engine import RULES
from tests.registrar.corpus import Pattern, patterns, phrases_used

DAY = date(2026, 6, 15)


@cache
def shipped() -> Framework:
    return Framework.model_validate(read_powers()[0])


def judged(pattern: Pattern) -> Assessment:
    is_group = pattern.type_code == "rice_farming"
    kind = Kind.FARMER_GROUP if is_group else Kind.COOPERATIVE
    return assess(
        shipped(), 1, kind=kind, type_code=pattern.type_code, facts=pattern.facts, day=DAY
    )


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.number)
def test_corpus_pattern_gives_its_powers(pattern: Pattern) -> None:
    found = judged(pattern)

    assert {one.power.code for one in found.applying} == pattern.applying
    assert {one.power.code for one in found.unknown} == pattern.unknown
    assert (found.proposed.code if found.proposed else None) == pattern.proposed


def test_corpus_has_sixty_patterns_and_every_power_applies_in_one() -> None:
    rows = patterns()
    seen = {code for row in rows for code in row.applying | row.unknown}

    assert len(rows) >= 60
    assert seen == set(RULES)


def test_corpus_explains_its_words_and_uses_them_all() -> None:
    explained, used = phrases_used()

    assert used == explained


def test_rules_are_those_of_the_framework() -> None:
    assert set(RULES) == set(shipped().by_code)


def test_farmer_group_never_meets_sections_17_to_22() -> None:
    forbidden = {"17", "18", "20", "21", "22-1", "22-2", "22-3", "22-4"}

    assert not forbidden & {power.code for power in shipped().over(Kind.FARMER_GROUP)}
