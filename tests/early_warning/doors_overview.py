"""Who meets what at the clocks, the national table and the proof."""

from tests.doors import Door, everybody

DOORS: list[Door] = [
    Door("early_warning:clocks", everybody(200)),
    Door("early_warning:clocks", everybody(200), query="?show=late&kind=meeting&month=1"),
    Door("early_warning:national", everybody(200)),
    Door("early_warning:proof", everybody(200)),
    Door("early_warning:proof", everybody(200), query="?day=31/02/2569"),
    Door("early_warning:disagreements", everybody(200)),
    Door("early_warning:disagreements", everybody(200), query="?office=50&quarter=9"),
]
