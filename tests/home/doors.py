from tests.doors import Door, everybody

DOORS = [
    Door("home:index", everybody(200)),
    Door("home:overview", everybody(200)),
    Door("home:part", everybody(200), lambda: {"code": "supervision"}),
    Door("home:context", everybody(302), method="post", data={"office": "50", "next": "/"}),
    Door("home:search", everybody(200), query="?q=สหกรณ์"),
    Door("home:sources", everybody(200)),
    Door("home:accessibility", everybody(200)),
    Door("home:help", everybody(200)),
]
