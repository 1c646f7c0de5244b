"""Who meets what at the addresses of visits and their photos."""

from tests.coops.rows import make_institution
from tests.doors import Door, everybody
from tests.inspection.visits import inspector_of, make_visit, started, stored

SEEN = everybody(200, outsider=404)
# Nobody of the doors is in the team of the visit.
OF_THE_TEAM = everybody(403, outsider=404)
UNREADABLE = everybody(422, outsider=404)


def _visit() -> dict[str, object]:
    return {"pk": make_visit(inspector_of(username="of-the-team")).pk}


def _started() -> dict[str, object]:
    return {"pk": started(inspector_of(username="of-the-team")).pk}


def _photo() -> dict[str, object]:
    inspector = inspector_of(username="of-the-team")
    return {"pk": stored(inspector, started(inspector)).pk}


def _institution() -> dict[str, object]:
    return {"registration_no": make_institution("50").registration_no}


DOORS: list[Door] = [
    Door("inspection:index", everybody(302)),
    Door("inspection:my-day", everybody(200)),
    Door("inspection:calendar", everybody(200)),
    Door("inspection:visit", SEEN, _visit),
    Door("inspection:visit", SEEN, _started),
    Door("inspection:attachment", SEEN, _photo),
    Door("inspection:institution-visits", SEEN, _institution),
    Door(
        "inspection:visit-plan", everybody(403, officer=200, chief=200, outsider=404), _institution
    ),
    Door(
        "inspection:visit-plan",
        everybody(403, officer=422, chief=422, outsider=404),
        _institution,
        method="post",
        data={},
    ),
    Door("inspection:visit-start", OF_THE_TEAM, _visit, method="post", data={}),
    Door(
        "inspection:visit-answer",
        OF_THE_TEAM,
        _started,
        method="post",
        data={"question": "1.1", "answer": "fine"},
    ),
    Door("inspection:visit-finding", UNREADABLE, _started, method="post", data={}),
    # Without a file: back to the page with the message.
    Door("inspection:visit-photo", everybody(302, outsider=404), _started, method="post", data={}),
    Door("inspection:visit-finish", UNREADABLE, _started, method="post", data={}),
    Door(
        "inspection:visit-cancel",
        everybody(403, officer=302, chief=302, outsider=404),
        _visit,
        method="post",
        data={"version": 1, "reason": "น้ำท่วม"},
    ),
]
