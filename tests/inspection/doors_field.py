"""Who meets what at the API of inspections and at the pages that work offline."""

from uuid import uuid4

from tests.doors import Door, everybody
from tests.inspection.rows import make_defect
from tests.inspection.visits import make_visit


def _visit() -> dict[str, object]:
    return {"pk": make_visit().pk}


def _defect() -> dict[str, object]:
    return {"pk": make_defect().pk}


def _upload() -> dict[str, object]:
    return {"pk": uuid4()}


# An empty body: whoever may write is told what is missing.
RECORDERS = {name: 400 for name in ("officer", "chief", "inspector", "outsider")}

DOORS: list[Door] = [
    Door("inspection:field", everybody(403, inspector=200)),
    Door("inspection:field-manifest", everybody(200, anonymous=200)),
    Door("inspection:field-worker", everybody(200, anonymous=200)),
    Door("api:inspection-daypack", everybody(403, anonymous=401, inspector=200)),
    Door(
        "api:inspection-visits",
        everybody(403, anonymous=401, officer=400, chief=400, outsider=400),
        method="post",
        data={},
        json=True,
    ),
    Door("api:inspection-visit", everybody(200, anonymous=401, outsider=404), _visit),
    Door(
        "api:inspection-visit",
        everybody(403, anonymous=401, officer=428, chief=428, inspector=428, outsider=404),
        _visit,
        method="patch",
        data={},
        json=True,
    ),
    Door(
        "api:inspection-defects",
        everybody(403, anonymous=401, **RECORDERS),
        method="post",
        data={},
        json=True,
    ),
    Door(
        "api:inspection-actions",
        everybody(403, anonymous=401, **{**RECORDERS, "outsider": 404}),
        _defect,
        method="post",
        data={},
        json=True,
    ),
    Door(
        "api:inspection-attachments",
        everybody(403, anonymous=401, **RECORDERS),
        method="post",
        data={},
    ),
    Door(
        "api:inspection-visit-defects",
        everybody(403, anonymous=401, **{**RECORDERS, "outsider": 404}),
        _visit,
        method="post",
        data={},
        json=True,
    ),
    Door(
        "api:inspection-visit-attachments",
        everybody(403, anonymous=401, **{**RECORDERS, "outsider": 404}),
        _visit,
        method="post",
        data={},
    ),
    Door(
        "api:inspection-upload",
        everybody(403, anonymous=401, officer=200, chief=200, inspector=200, outsider=200),
        _upload,
    ),
    Door(
        "api:inspection-upload-part",
        everybody(403, anonymous=401, officer=415, chief=415, inspector=415, outsider=415),
        lambda: {**_upload(), "offset": 0},
        method="put",
        data={},
        json=True,
    ),
]
