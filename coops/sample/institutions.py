"""The institutions of one branch: where, which type, what name, how strong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from coops.reference_schema import UpgradeRecord
from coops.sample.branches import AGRICULTURAL, FARMER_GROUPS, NON_AGRICULTURAL, Branch
from coops.sample.names import invented_name
from coops.sample.outcomes import Outcome, Plan
from coops.sample.provinces import (
    BANGKOK,
    BANGKOK_OFFICES,
    COASTAL,
    RUBBER,
    counts_by_province,
)

# Weights of our own. Fisheries exist in coastal provinces only.
TYPE_WEIGHTS: Mapping[Branch, Mapping[str, int]] = {
    AGRICULTURAL: {"agricultural": 94, "settlement": 3, "fisheries": 4},
    NON_AGRICULTURAL: {"savings": 39, "service": 35, "credit_union": 20, "consumer": 6},
    FARMER_GROUPS: {
        "rice_farming": 55,
        "orchard_farming": 18,
        "livestock_farming": 13,
        "field_crop_farming": 9,
        "other_farming": 3,
        "group_fisheries": 2,
    },
}
FISHERIES = frozenset({"fisheries", "group_fisheries"})

MonthDay = tuple[int, int]
FIRST_HALF_ENDS: Mapping[MonthDay, int] = {
    (4, 30): 12,
    (5, 31): 8,
    (6, 30): 38,
    (7, 31): 6,
    (8, 31): 7,
    (9, 30): 29,
}
SECOND_HALF_ENDS: Mapping[MonthDay, int] = {
    (10, 31): 4,
    (11, 30): 3,
    (12, 31): 24,
    (1, 31): 4,
    (2, 29): 2,
    (3, 31): 63,
}
# Spread of a province's mean, the institution's own spread, and the lead of the cooperatives
# that were chosen to be upgraded; in standard deviations.
PROVINCE_SPREAD = 0.45
OWN_SPREAD = 1.0
UPGRADE_LEAD = 1.6


@dataclass(frozen=True, slots=True)
class SampleInstitution:
    """`quality`: 0 is the weakest of its outcome, 1 the strongest. `upgrade_number`: its number
    in the list of the upgrade programme."""

    registration_no: str
    name: str
    branch: Branch
    type_code: str
    office_code: str
    year_end: MonthDay
    outcome: Outcome
    quality: float
    in_second_year: bool
    upgrade_number: int | None


@dataclass(slots=True)
class _Draft:
    province: str
    type_code: str
    name: str
    upgrade_number: int | None = None
    strength: float = 0.0
    outcome: Outcome = Outcome.TIER_3
    quality: float = 0.5


def institutions_of(
    plan: Plan, upgrade: Sequence[UpgradeRecord], scale: int, rng: Random
) -> list[SampleInstitution]:
    """`upgrade`: the named cooperatives among them; empty for other branches."""
    drafts = _drafts(plan, upgrade, scale, rng)
    _grade(drafts, plan, rng)
    second = _second_population(drafts, plan)
    ends = _year_ends(len(drafts), second, plan, rng)
    numbers = _registration_numbers(plan.branch, [draft.province for draft in drafts])
    return [
        SampleInstitution(
            registration_no=number,
            name=draft.name,
            branch=plan.branch,
            type_code=draft.type_code,
            office_code=_office(draft.province, rng),
            year_end=end,
            outcome=draft.outcome,
            quality=draft.quality,
            in_second_year=position in second,
            upgrade_number=draft.upgrade_number,
        )
        for position, (draft, number, end) in enumerate(zip(drafts, numbers, ends, strict=True))
    ]


def _drafts(plan: Plan, upgrade: Sequence[UpgradeRecord], scale: int, rng: Random) -> list[_Draft]:
    named: dict[str, list[UpgradeRecord]] = {}
    for record in upgrade:
        named.setdefault(record.province_code, []).append(record)
    minimum = {province: len(records) for province, records in named.items()}
    counts = counts_by_province(plan.branch, plan.first_population, scale, minimum)
    drafts: list[_Draft] = []
    for province in sorted(counts):
        known = [_named(record) for record in named.get(province, [])]
        taken = {draft.name for draft in known}
        drafts += known + _invented(
            plan.branch, province, counts[province] - len(known), taken, rng
        )
    return drafts


def _named(record: UpgradeRecord) -> _Draft:
    type_code = "settlement" if record.name_read.startswith("สหกรณ์นิคม") else "agricultural"
    return _Draft(record.province_code, type_code, record.name_read, record.number)


def _invented(
    branch: Branch, province: str, count: int, taken: set[str], rng: Random
) -> list[_Draft]:
    weights = {
        code: weight
        for code, weight in TYPE_WEIGHTS[branch].items()
        if code not in FISHERIES or province in COASTAL
    }
    types = rng.choices(list(weights), weights=list(weights.values()), k=count)
    return [
        _Draft(province, code, invented_name(_pattern(code, province), taken, rng))
        for code in types
    ]


def _pattern(type_code: str, province: str) -> str:
    return "rubber" if type_code == "agricultural" and province in RUBBER else type_code


def _grade(drafts: list[_Draft], plan: Plan, rng: Random) -> None:
    """The strongest get tier 1 and so on; who is not assessed is drawn first, among those
    without a place in the upgrade programme."""
    means = {province: rng.gauss(0, PROVINCE_SPREAD) for province in _in_order(drafts)}
    for draft in drafts:
        lead = UPGRADE_LEAD if draft.upgrade_number else 0
        draft.strength = means[draft.province] + rng.gauss(lead, OWN_SPREAD)
    unassessed = [Outcome.UNASSESSED_1] * plan.outcomes[Outcome.UNASSESSED_1]
    unassessed += [Outcome.UNASSESSED_2] * plan.outcomes[Outcome.UNASSESSED_2]
    ordinary = [draft for draft in drafts if draft.upgrade_number is None]
    outside = rng.sample(ordinary, len(unassessed))
    for draft, outcome in zip(outside, unassessed, strict=True):
        draft.outcome = outcome
    left_out = set(map(id, outside))
    ranked = sorted(
        (draft for draft in drafts if id(draft) not in left_out),
        key=lambda draft: -draft.strength,
    )
    for outcome in (Outcome.TIER_1, Outcome.TIER_2, Outcome.TIER_3):
        share, ranked = ranked[: plan.outcomes[outcome]], ranked[plan.outcomes[outcome] :]
        for position, draft in enumerate(share):
            draft.outcome, draft.quality = outcome, 1 - (position + 0.5) / len(share)


def _in_order(drafts: list[_Draft]) -> list[str]:
    return list(dict.fromkeys(draft.province for draft in drafts))


def _second_population(drafts: list[_Draft], plan: Plan) -> set[int]:
    """Positions of the next year's members: some of those that were dissolved have left."""
    gone = [i for i, draft in enumerate(drafts) if draft.outcome == Outcome.UNASSESSED_2]
    leaving = plan.first_population - plan.second_population
    if leaving > len(gone):
        raise ValueError(f"{plan.branch}: {leaving} have to leave, {len(gone)} can")
    return set(range(len(drafts))) - set(gone[:leaving])


def _year_ends(count: int, second: set[int], plan: Plan, rng: Random) -> list[MonthDay]:
    """Exactly as many of the second year's members end in its first half as are planned."""
    first_half = set(rng.sample(sorted(second), plan.first_half))
    early = _drawn(FIRST_HALF_ENDS, count, rng)
    late = _drawn(SECOND_HALF_ENDS, count, rng)
    return [early[i] if i in first_half else late[i] for i in range(count)]


def _drawn(ends: Mapping[MonthDay, int], count: int, rng: Random) -> list[MonthDay]:
    return rng.choices(list(ends), weights=list(ends.values()), k=count)


def _registration_numbers(branch: Branch, provinces: list[str]) -> list[str]:
    """ "SA50-00017": S for sample, then the branch, the province, and a running number."""
    letter = {AGRICULTURAL: "A", NON_AGRICULTURAL: "N", FARMER_GROUPS: "G"}[branch]
    running: Counter[str] = Counter()
    numbers = []
    for province in provinces:
        running[province] += 1
        numbers.append(f"S{letter}{province}-{running[province]:05d}")
    return numbers


def _office(province: str, rng: Random) -> str:
    if province != BANGKOK:
        return province
    return rng.choices(list(BANGKOK_OFFICES), weights=list(BANGKOK_OFFICES.values()))[0]
