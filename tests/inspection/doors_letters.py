"""Who meets what at letters about defects and meetings of the working group."""

from datetime import timedelta

from django.utils import timezone

from tests.coops.rows import make_institution
from tests.doors import Door, everybody
from tests.inspection.papers import item_of, make_letter, make_meeting
from tests.inspection.rows import make_defect

FIELD = {"officer": 200, "chief": 200, "inspector": 200, "outsider": 404}
INVALID = {"officer": 422, "chief": 422, "inspector": 422, "outsider": 404}
DONE = {"officer": 302, "chief": 302, "inspector": 302, "outsider": 404}
CHIEF = {"chief": 422, "outsider": 403}


def _institution() -> dict[str, object]:
    return {"registration_no": make_institution("50").registration_no}


def _letter() -> dict[str, object]:
    return {"pk": make_letter(reply_by=timezone.localdate() + timedelta(days=30)).pk}


def _meeting() -> dict[str, object]:
    return {"pk": make_meeting().pk}


def _item() -> dict[str, object]:
    defect = make_defect()
    meeting = make_meeting()
    return {"pk": meeting.pk, "item": item_of(meeting, defect).pk}


def _office() -> dict[str, object]:
    return {"office": "50"}


DOORS: list[Door] = [
    Door("inspection:letters", everybody(200)),
    Door("inspection:letter-new", everybody(403, **FIELD), _institution),
    Door(
        "inspection:letter-new",
        everybody(403, **INVALID),
        _institution,
        method="post",
        data={},
    ),
    Door("inspection:letter", everybody(200, outsider=404), _letter),
    Door("inspection:letter-number", everybody(403, **INVALID), _letter, method="post", data={}),
    Door("inspection:letter-scan", everybody(404), _letter),
    Door("inspection:letter-scan", everybody(403, **INVALID), _letter, method="post", data={}),
    Door("inspection:letter-file", everybody(403, **DONE), _letter, method="post", data={}),
    Door("inspection:meetings", everybody(200)),
    Door("inspection:meeting-new", everybody(403, **FIELD), _office),
    Door("inspection:meeting-new", everybody(403, **INVALID), _office, method="post", data={}),
    Door("inspection:meeting", everybody(200, outsider=404), _meeting),
    Door("inspection:meeting-propose", everybody(403, **DONE), _meeting, method="post", data={}),
    Door(
        "inspection:meeting-item-remove",
        everybody(403, **DONE),
        _item,
        method="post",
        data={"version": "1"},
    ),
    Door("inspection:meeting-item-decide", everybody(403, **CHIEF), _item, method="post", data={}),
    Door("inspection:meeting-close", everybody(403, **CHIEF), _meeting, method="post", data={}),
]
