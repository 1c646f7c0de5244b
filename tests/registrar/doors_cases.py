"""Who may enter the pages of cases."""

from tests.doors import Door, everybody
from tests.inspection.rows import make_defect
from tests.registrar.cases import add_paper, add_person, make_case


def _case() -> dict[str, object]:
    case = make_case(title="สมชาย ใจดี ยืมเงิน")
    add_person(case)
    return {"pk": case.pk}


def _act(act: str) -> dict[str, object]:
    return {**_case(), "act": act}


def _paper() -> dict[str, object]:
    return {"pk": add_paper(make_case()).pk}


def _defect() -> dict[str, object]:
    return {"pk": make_defect().pk}


# The office's own people, legal officers and the registrar.
OPENERS = ("officer", "chief", "inspector", "outsider", "registrar", "legal")
WORKERS = dict.fromkeys(("officer", "chief", "inspector", "registrar", "legal"), 422)
READERS = dict.fromkeys(("chief", "inspector", "registrar", "legal"), 200)
DOORS = [
    Door("registrar:index", everybody(200)),
    Door("registrar:cases", everybody(200)),
    Door("registrar:cases", everybody(200, outsider=404), query="?office=50"),
    Door("registrar:case-overview", everybody(200)),
    Door("registrar:case-new", everybody(403, **dict.fromkeys(OPENERS, 200))),
    Door(
        "registrar:case-new",
        everybody(403, **dict.fromkeys(OPENERS, 422)),
        method="post",
        data={},
    ),
    Door("registrar:case", everybody(200, outsider=404), _case),
    Door("registrar:case-work", everybody(200, outsider=404), _case),
    Door("registrar:case-opinions", everybody(200, outsider=404), _case),
    Door("registrar:case-persons", everybody(403, outsider=404, **READERS), _case),
    Door(
        "registrar:case-act",
        everybody(403, outsider=404, **WORKERS),
        lambda: _act("stop"),
        method="post",
        data={},
    ),
    Door("registrar:case-act", everybody(404), lambda: _act("nothing"), method="post", data={}),
    Door("registrar:case-paper", everybody(403, outsider=404, **READERS), _paper),
    Door("registrar:referral", everybody(200, outsider=404), _defect),
    Door(
        "registrar:referral",
        everybody(403, outsider=404, **WORKERS),
        _defect,
        method="post",
        data={},
    ),
]
OPENS = {"outsider": 400, **dict.fromkeys(WORKERS, 400)}
DOORS += [
    Door("api:registrar-cases", everybody(200, anonymous=401)),
    Door(
        "api:registrar-cases",
        everybody(403, anonymous=401, **OPENS),
        method="post",
        data={},
        json=True,
    ),
    Door("api:registrar-case", everybody(200, anonymous=401, outsider=404), _case),
]
