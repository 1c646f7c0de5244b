"""How many institutions each province has: weights of our own, plausible, not from a source.

Bangkok's 729 cooperatives stand for the count of fiscal year 2565 of its two offices, 315 and
414; there is no farming to speak of, so nearly all are non-agricultural.
"""

from collections.abc import Mapping
from typing import NamedTuple

from coops.sample.branches import AGRICULTURAL, FARMER_GROUPS, NON_AGRICULTURAL, Branch

BANGKOK = "10"
BANGKOK_COUNTS = {AGRICULTURAL: 24, NON_AGRICULTURAL: 705, FARMER_GROUPS: 8}
BANGKOK_OFFICES = {"10-1": 315, "10-2": 414}


class Weights(NamedTuple):
    agricultural: int
    non_agricultural: int
    farmer_groups: int


# Outside Bangkok, by the province's code.
WEIGHTS = {
    "11": Weights(9, 78, 8),
    "12": Weights(12, 96, 12),
    "13": Weights(19, 82, 17),
    "14": Weights(37, 58, 44),
    "15": Weights(20, 18, 32),
    "16": Weights(46, 42, 41),
    "17": Weights(15, 16, 24),
    "18": Weights(27, 18, 35),
    "19": Weights(34, 46, 27),
    "20": Weights(38, 98, 24),
    "21": Weights(34, 52, 26),
    "22": Weights(41, 24, 45),
    "23": Weights(19, 12, 21),
    "24": Weights(33, 38, 39),
    "25": Weights(24, 26, 32),
    "26": Weights(17, 18, 24),
    "27": Weights(35, 20, 43),
    "30": Weights(102, 88, 118),
    "31": Weights(78, 48, 99),
    "32": Weights(72, 42, 108),
    "33": Weights(70, 42, 97),
    "34": Weights(76, 54, 113),
    "35": Weights(36, 22, 58),
    "36": Weights(52, 34, 76),
    "37": Weights(22, 15, 40),
    "38": Weights(42, 14, 33),
    "39": Weights(25, 14, 44),
    "40": Weights(79, 92, 106),
    "41": Weights(66, 58, 82),
    "42": Weights(48, 26, 52),
    "43": Weights(35, 22, 41),
    "44": Weights(47, 38, 73),
    "45": Weights(62, 40, 95),
    "46": Weights(51, 32, 79),
    "47": Weights(49, 32, 77),
    "48": Weights(38, 24, 56),
    "49": Weights(29, 16, 37),
    "50": Weights(86, 104, 62),
    "51": Weights(31, 30, 38),
    "52": Weights(47, 52, 59),
    "53": Weights(41, 28, 47),
    "54": Weights(35, 26, 43),
    "55": Weights(43, 28, 45),
    "56": Weights(38, 30, 47),
    "57": Weights(71, 58, 71),
    "58": Weights(18, 10, 22),
    "60": Weights(58, 48, 77),
    "61": Weights(29, 18, 38),
    "62": Weights(44, 28, 55),
    "63": Weights(34, 24, 38),
    "64": Weights(43, 28, 61),
    "65": Weights(54, 52, 66),
    "66": Weights(39, 28, 60),
    "67": Weights(52, 34, 65),
    "70": Weights(48, 58, 46),
    "71": Weights(50, 40, 52),
    "72": Weights(53, 42, 69),
    "73": Weights(36, 62, 42),
    "74": Weights(13, 40, 13),
    "75": Weights(11, 16, 18),
    "76": Weights(37, 36, 38),
    "77": Weights(37, 28, 35),
    "80": Weights(99, 74, 87),
    "81": Weights(45, 26, 33),
    "82": Weights(30, 16, 28),
    "83": Weights(9, 34, 8),
    "84": Weights(91, 58, 59),
    "85": Weights(17, 12, 19),
    "86": Weights(47, 28, 44),
    "90": Weights(94, 92, 77),
    "91": Weights(31, 18, 30),
    "92": Weights(69, 40, 55),
    "93": Weights(44, 30, 54),
    "94": Weights(29, 30, 39),
    "95": Weights(28, 32, 32),
    "96": Weights(32, 28, 45),
}
COASTAL = frozenset("11 20 21 22 23 74 75 76 77 80 81 82 83 84 85 86 90 91 92 94 96".split())
RUBBER = frozenset("21 22 23 38 43 80 81 82 84 86 90 91 92 93 94 95 96".split())


def counts_by_province(
    branch: Branch, total: int, scale: int, minimum: Mapping[str, int]
) -> dict[str, int]:
    """How many of `total` institutions each of the 77 provinces has."""
    column = (AGRICULTURAL, NON_AGRICULTURAL, FARMER_GROUPS).index(branch)
    bangkok = BANGKOK_COUNTS[branch] * scale
    weights = {code: row[column] for code, row in WEIGHTS.items()}
    counts = {BANGKOK: bangkok, **apportion(total - bangkok, weights)}
    short = {code: wanted for code, wanted in minimum.items() if counts[code] < wanted}
    if short:
        raise ValueError(f"{branch}: provinces with too few institutions: {short}")
    return counts


def apportion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total` shared out by weight, rounded by the largest remainders."""
    sum_of_weights = sum(weights.values())
    counts = {code: total * weight // sum_of_weights for code, weight in weights.items()}
    by_remainder = sorted(
        weights, key=lambda code: (-(total * weights[code] % sum_of_weights), code)
    )
    for code in by_remainder[: total - sum(counts.values())]:
        counts[code] += 1
    return counts
