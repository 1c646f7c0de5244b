from tests.doors import Door, everybody

NEXT: dict[str, object] = {"fiscal_year": 2568}
PAST: dict[str, object] = {"fiscal_year": 2566}

DOORS = [
    Door("home:index", everybody(200)),
    Door("home:overview", everybody(200)),
    Door("home:part", everybody(200), lambda: {"code": "supervision"}),
    Door("home:context", everybody(302), method="post", data={"office": "50", "next": "/"}),
    Door("home:search", everybody(200), query="?q=สหกรณ์"),
    Door("home:sources", everybody(200)),
    Door("home:accessibility", everybody(200)),
    Door("home:help", everybody(200)),
    Door("years:list", everybody(403, planner=200, administrator=200)),
    Door("years:year", everybody(403, planner=200, administrator=200), lambda: NEXT),
    Door("years:year", everybody(403, planner=422, administrator=422), lambda: NEXT, "post", {}),
    Door("years:year", everybody(403, planner=404, administrator=404), lambda: PAST),
    Door("years:undo", everybody(403, planner=404, administrator=404), lambda: NEXT, "post", {}),
]
