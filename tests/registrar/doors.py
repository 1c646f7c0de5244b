"""Who may enter the pages of this room."""

from tests.doors import Door, everybody
from tests.registrar.doors_cases import DOORS as CASE_DOORS
from tests.registrar.doors_orders import DOORS as ORDER_DOORS
from tests.registrar.rows import make_delegation


def correction() -> dict[str, object]:
    return {"code": "22-1"}


def act() -> dict[str, object]:
    return {"code": "coop-act-2542"}


def unknown() -> dict[str, object]:
    return {"code": "no-such-power"}


def delegation() -> dict[str, object]:
    return {"pk": make_delegation().pk}


RECORDED = {
    "order_no": "12/2569",
    "ordered_on": "5/1/2569",
    "power_codes": ["22-1"],
    "delegate": "deputy",
    "starts_on": "5/1/2569",
}
DOORS = [
    Door("registrar:powers", everybody(200)),
    Door("registrar:powers", everybody(200), query="?q=22&on=1/1/2569"),
    Door("registrar:power", everybody(200), correction),
    Door("registrar:power", everybody(404), unknown),
    Door("registrar:law", everybody(200), act),
    Door("registrar:law", everybody(404), unknown),
    Door("registrar:power-changes", everybody(200)),
    Door("registrar:authority", everybody(200)),
    Door("registrar:authority", everybody(200, outsider=404), query="?office=50"),
    Door("registrar:delegations", everybody(200)),
    Door("registrar:delegation", everybody(200), delegation),
    Door("registrar:delegation-new", everybody(403, registrar=200, legal=200)),
    Door(
        "registrar:delegation-new",
        everybody(403, registrar=302, legal=302),
        method="post",
        data=RECORDED,
    ),
    Door(
        "registrar:delegation-confirm",
        everybody(403, legal=302),
        delegation,
        "post",
        {"version": 1},
    ),
    Door(
        "registrar:delegation-revoke",
        everybody(403, registrar=302, legal=302),
        delegation,
        "post",
        {"version": 1, "revocation": "คำสั่งที่ 30/2569"},
    ),
    Door("api:registrar-powers", everybody(200, anonymous=401)),
    Door(
        "api:registrar-assess",
        everybody(200, anonymous=401),
        method="post",
        data={"kind": "cooperative", "type": "savings", "facts": {}},
        json=True,
    ),
]
DOORS += CASE_DOORS
DOORS += ORDER_DOORS
