"""Who may enter the pages of orders, and the public page that verifies one."""

from tests.doors import Door, everybody
from tests.registrar.doors_cases import READERS, WORKERS
from tests.registrar.orders import decided, draft, issued


def _case() -> dict[str, object]:
    return {"pk": decided().pk}


def _draft() -> dict[str, object]:
    return {"pk": draft().pk}


def _act(act: str) -> dict[str, object]:
    return {**_draft(), "act": act}


def _document() -> dict[str, object]:
    return {"pk": issued().pk, "key": "document"}


def _code() -> dict[str, object]:
    return {"code": issued().code}


ALL = everybody(200, anonymous=200)
DOORS = [
    Door("registrar:orders", everybody(200)),
    Door("registrar:orders", everybody(200, outsider=404), query="?office=50"),
    Door("registrar:order-numbers", everybody(200)),
    Door("registrar:order-numbers", everybody(200, outsider=404), query="?office=50&year=2569"),
    Door("registrar:case-orders", everybody(200, outsider=404), _case),
    Door(
        "registrar:case-orders",
        everybody(403, outsider=404, **WORKERS),
        _case,
        method="post",
        data={},
    ),
    Door("registrar:order", everybody(200, outsider=404), _draft),
    Door("registrar:order-text", everybody(403, outsider=404, **READERS), _draft),
    Door(
        "registrar:order-text",
        everybody(403, outsider=404, **{**dict.fromkeys(READERS, 422)}),
        _draft,
        method="post",
        data={},
    ),
    Door(
        "registrar:order-act",
        everybody(403, outsider=404, **WORKERS),
        lambda: _act("review"),
        method="post",
        data={},
    ),
    Door("registrar:order-act", everybody(404), lambda: _act("nothing"), method="post", data={}),
    Door("registrar:order-file", everybody(403, outsider=404, **READERS), _document),
    Door("verify", ALL),
    Door("verify-code", ALL, _code),
    Door("verify-code", everybody(404, anonymous=404), lambda: {"code": "K7QF-2M9X-HT4B-WC8D"}),
    Door("api:registrar-orders", everybody(200, anonymous=401)),
    Door("api:registrar-order", everybody(200, anonymous=401, outsider=404), _draft),
]
