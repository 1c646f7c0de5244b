"""Who meets what at the addresses of the register: histories, duplicates, reconciliation."""

from datetime import date

from coops.models import AuditorList, DuplicatePair, Mismatch
from cpd_portal.core.models import OrgUnit
from tests.coops.rows import make_institution
from tests.doors import Door, everybody

KEEPING = {"officer": 200, "chief": 200, "planner": 200, "registrar": 200, "administrator": 200}
SENDING = dict.fromkeys(KEEPING, 422)
DECIDING = {name: status for name, status in KEEPING.items() if name != "officer"}
NATIONAL = {"planner": 200, "registrar": 200, "administrator": 200}
ACTS = ("standing", "year-end", "name", "responsible", "business", "standard", "registration")


def _act(name: str) -> dict[str, object]:
    return {"registration_no": make_institution("50").registration_no, "act": name}


def _pair() -> dict[str, object]:
    first, second = make_institution("50"), make_institution("50")
    return {"pk": DuplicatePair.objects.create(first=first, second=second, similarity=1).pk}


def _mismatch() -> dict[str, object]:
    kept = AuditorList.objects.create(
        as_of=date(2024, 5, 1), file_name="กตส.xlsx", sha256="0" * 64, rows=1
    )
    row = Mismatch.objects.create(
        auditor_list=kept,
        kind="only_there",
        office=OrgUnit.objects.get(code="50"),
        registration_no="ชม 1",
        registration_search="ชม1",
        name="สหกรณ์",
        there="สหกรณ์",
    )
    return {"pk": row.pk}


DOORS: list[Door] = [
    *(
        Door(
            "coops:register-act",
            everybody(403, outsider=404, **KEEPING),
            lambda name=name: _act(name),  # type: ignore[misc]  # bound per door
        )
        for name in ACTS
    ),
    *(
        Door(
            "coops:register-act",
            everybody(403, outsider=404, **DECIDING),
            lambda name=name: _act(name),  # type: ignore[misc]  # bound per door
        )
        for name in ("move", "merge", "split")
    ),
    Door(
        "coops:register-act",
        everybody(403, outsider=404, **SENDING),
        lambda: _act("standing"),
        method="post",
        data={},
    ),
    Door(
        "coops:register-act",
        everybody(403, outsider=404, **dict.fromkeys(DECIDING, 422)),
        lambda: _act("move"),
        method="post",
        data={},
    ),
    Door("coops:register-new", everybody(403, outsider=200, **KEEPING)),
    Door(
        "coops:register-new",
        everybody(403, **SENDING, outsider=422),
        method="post",
        data={},
    ),
    Door("coops:duplicates", everybody(200)),
    Door("coops:duplicates", everybody(200, outsider=404), query="?office=50"),
    Door(
        "coops:duplicates-find",
        everybody(403, **dict.fromkeys(NATIONAL, 302)),
        method="post",
    ),
    Door("coops:duplicate", everybody(403, outsider=404, **KEEPING), _pair),
    Door(
        "coops:duplicate",
        everybody(403, outsider=404, **SENDING),
        _pair,
        method="post",
        data={},
    ),
    Door("coops:reconciliation", everybody(200)),
    Door("coops:reconciliation", everybody(200, outsider=404), query="?office=50"),
    Door("coops:auditor-list", everybody(403, **NATIONAL)),
    Door(
        "coops:auditor-list",
        everybody(403, **dict.fromkeys(NATIONAL, 422)),
        method="post",
        data={},
    ),
    Door("coops:auditor-list-template", everybody(403, **NATIONAL)),
    Door("coops:mismatch", everybody(403, outsider=404, **KEEPING), _mismatch),
    Door(
        "coops:mismatch",
        everybody(403, outsider=404, officer=422, chief=422),
        _mismatch,
        method="post",
        data={},
    ),
]
