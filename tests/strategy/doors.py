from tests.doors import Door, everybody


def early_warning() -> dict[str, object]:
    return {"code": "5.8"}


def unknown() -> dict[str, object]:
    return {"code": "9.9"}


DOORS = [
    Door("strategy:list", everybody(200)),
    Door("strategy:project", everybody(200), make=early_warning),
    Door("strategy:project", everybody(404), make=unknown),
    Door("api:strategy-projects", everybody(200, anonymous=401)),
    Door("api:strategy-project", everybody(200, anonymous=401), make=early_warning),
    Door("api:strategy-project", everybody(404, anonymous=401), make=unknown),
    Door("api:strategy-budget", everybody(200, anonymous=401)),
]
