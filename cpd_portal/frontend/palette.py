"""Colours of chart shapes, the same as the tokens in static/css/tokens.css.

SVG carries them as presentation attributes, so that one drawing serves the page and the PDF:
the PDF renderer does not apply the page's style sheet inside inline SVG.
"""

INK = "#1a231f"
CONTROL = "#78837d"
SUNKEN = "#ebefec"
SURFACE = "#ffffff"
PAPER = "#f5f7f5"
LINE = "#d8deda"
BRAND = "#17593f"
HATCH = "#a9b2ad"
PALE = "#c9d0cc"
ERROR = "#a93a22"

SCORE_BELOW = "#c04a2b"
SCORE_50 = "#b4d4c2"
SCORE_75 = "#5a9c7c"
SCORE_100 = "#17593f"

TIER_1 = "#1d4b78"
TIER_2 = "#86aed3"
TIER_3 = "#c2751a"

ZONE_50 = "#d9eae0"
ZONE_75 = "#a5cbb6"
ZONE_100 = "#6fa98a"

MAP_STEPS = ("#e1ebf4", "#b3cce4", "#7aa5ce", "#3b73a8", "#173c61")
