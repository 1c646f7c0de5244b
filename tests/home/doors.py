from functools import partial

from tests.doors import Door, everybody

NEXT: dict[str, object] = {"fiscal_year": 2568}
PAST: dict[str, object] = {"fiscal_year": 2566}

# One of every sort; the year of work is the one that the demonstration begins with.
FIGURES = (
    ("supervision", "defects-overdue"),
    ("supervision", "level-1"),
    ("supervision", "alerts-open"),
    ("supervision", "cases-late"),
    ("tiers", "2566-strong"),
    ("spending", "behind"),
)


def _figure(code: str, figure: str) -> dict[str, object]:
    return {"code": code, "figure": figure}


DOORS = [
    Door("home:index", everybody(200)),
    Door("home:overview", everybody(200)),
    Door("home:part", everybody(200), lambda: {"code": "supervision"}),
    *(Door("home:rows", everybody(200), partial(_figure, *figure)) for figure in FIGURES),
    Door("home:rows", everybody(404), partial(_figure, "supervision", "nothing")),
    Door("home:rows", everybody(404), partial(_figure, "nothing", "defects-overdue")),
    Door("home:context", everybody(302), method="post", data={"office": "50", "next": "/"}),
    Door("home:search", everybody(200), query="?q=สหกรณ์"),
    Door("home:sources", everybody(200)),
    Door("home:accessibility", everybody(200)),
    Door("home:help", everybody(200)),
    Door("calendar:index", everybody(200)),
    Door("calendar:settings", everybody(200)),
    Door("calendar:open", everybody(302), method="post", data={}),
    Door("calendar:close", everybody(302), method="post", data={}),
    Door("calendar:feed", everybody(404, anonymous=404), lambda: {"key": "unknown"}),
    Door("years:list", everybody(403, planner=200, administrator=200)),
    Door("years:year", everybody(403, planner=200, administrator=200), lambda: NEXT),
    Door("years:year", everybody(403, planner=422, administrator=422), lambda: NEXT, "post", {}),
    Door("years:year", everybody(403, planner=404, administrator=404), lambda: PAST),
    Door("years:undo", everybody(403, planner=404, administrator=404), lambda: NEXT, "post", {}),
]
