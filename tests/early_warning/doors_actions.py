"""Who meets what at actions and self-assessments."""

from django.utils import timezone

from cpd_portal.core.choices import Role
from early_warning.choices import ActionKind
from early_warning.services.actions import alert_acknowledge, alert_action_plan
from tests.doors import Door, everybody
from tests.early_warning.alerts import make_alert
from tests.early_warning.own import QUARTER, YEAR, make_savings
from tests.inspection.rows import person


def _quarter() -> dict[str, object]:
    number = make_savings("50").registration_no
    return {"registration_no": number, "fiscal_year": YEAR, "quarter": QUARTER}


def _alert() -> dict[str, object]:
    return {"pk": make_alert(make_savings("50")).pk}


def _action() -> dict[str, object]:
    officer = person(Role.OFFICER)
    alert = make_alert(make_savings("50"))
    alert_acknowledge(actor=officer, alert=alert, version=0)
    made = alert_action_plan(
        actor=officer,
        alert=alert,
        version=1,
        kind=ActionKind.LETTER,
        title="หนังสือ",
        owner=officer,
        due_on=timezone.localdate(),
    )
    return {"pk": made.pk}


STAFF = {"officer": 422, "chief": 422, "inspector": 422, "outsider": 404}
DOORS: list[Door] = [
    Door("early_warning:alerts", everybody(200)),
    Door("early_warning:alert", everybody(200, outsider=404), _alert),
    *(
        Door(
            "early_warning:alert-act",
            everybody(403, **STAFF),
            lambda act=act: {**_alert(), "act": act},  # type: ignore[misc]
            method="post",
            data={},
        )
        for act in ("acknowledge", "plan", "put-off", "close")
    ),
    Door(
        "early_warning:alert-act",
        everybody(404),
        lambda: {**_alert(), "act": "unknown"},
        method="post",
        data={},
    ),
    Door("early_warning:action-finish", everybody(403, **STAFF), _action, method="post", data={}),
    Door("early_warning:self-assessments", everybody(200)),
    Door("early_warning:self-assessments", everybody(200), query="?office=50"),
    Door("early_warning:self-assessment", everybody(200, outsider=404), _quarter),
    Door(
        "early_warning:self-assessment",
        everybody(403, officer=422, chief=422, outsider=404),
        _quarter,
        method="post",
        data={},
    ),
    Door("api:early-warning-self-assessments", everybody(200, anonymous=401)),
    Door(
        "api:early-warning-self-assessments",
        everybody(403, anonymous=401, officer=400, chief=400, outsider=400),
        method="post",
        data={},
        json=True,
    ),
]
