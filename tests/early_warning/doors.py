"""Who may enter the pages of this room."""

from tests.doors import Door, everybody
from tests.early_warning.doors_actions import DOORS as ACTION_DOORS
from tests.early_warning.doors_overview import DOORS as OVERVIEW_DOORS
from tests.early_warning.own import make_savings


def _health() -> dict[str, object]:
    return {"registration_no": make_savings("50").registration_no}


DOORS: list[Door] = [
    *ACTION_DOORS,
    Door("api:early-warning-alerts", everybody(200, anonymous=401)),
    Door("api:early-warning-signals", everybody(200, anonymous=401)),
    *OVERVIEW_DOORS,
    Door("early_warning:watchlist", everybody(200)),
    Door("early_warning:health", everybody(200, outsider=404), _health),
]
