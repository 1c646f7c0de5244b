"""Who meets what at notifications: everybody his own; what did not happen for him is 404."""

from tests.announcements.doors import announced
from tests.doors import Door, everybody

TOLD = {"officer": 302, "chief": 302, "inspector": 302}


def _announced() -> dict[str, object]:
    """For the people of office 50."""
    return {"source": "core.announced", "key": str(announced()["pk"])}


DOORS: list[Door] = [
    Door("notifications:list", everybody(200)),
    Door("notifications:list", everybody(200), query="?kind=core.announcements&show=unread"),
    Door("notifications:choices", everybody(200)),
    Door("notifications:choices", everybody(302), method="post", data={}),
    Door("notifications:read-all", everybody(302), method="post", data={}),
    Door("notifications:open", everybody(404, **TOLD), _announced),
    Door("notifications:read", everybody(404, **TOLD), _announced, method="post"),
    Door("notifications:unread", everybody(404, **TOLD), _announced, method="post"),
]
