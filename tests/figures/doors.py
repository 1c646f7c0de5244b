"""Who meets what at the addresses of figures: everybody reads, headquarters' roles change."""

from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from tests.doors import Door, everybody

LADDERS = {"code": "coops.ladders", "fiscal_year": 2567}


def _version() -> dict[str, object]:
    found = FigureVersion.objects.of("coops.ladders", 2567).in_force().get()
    return {"pk": found.pk}


def _proposal() -> dict[str, object]:
    held = FigureVersion.objects.of("coops.ladders", 2567).in_force().get()
    made = FigureVersion.objects.create(
        set_code=held.set_code,
        fiscal_year=2567,
        number=2,
        content=held.content,
        sha256=held.sha256,
        state=FigureState.PROPOSED,
        source="ทดสอบ",
        effects=[],
    )
    return {"pk": made.pk}


DOORS: list[Door] = [
    Door("figures:list", everybody(200)),
    Door("figures:set", everybody(302), lambda: {"code": "coops.ladders"}),
    Door("figures:set-of-year", everybody(200), lambda: LADDERS),
    Door(
        "figures:set-of-year", everybody(403, planner=422), lambda: LADDERS, method="post", data={}
    ),
    Door("figures:version", everybody(200), _version),
    Door("figures:download", everybody(200), _version),
    Door("figures:sign", everybody(403, executive=302), _proposal, method="post"),
    Door(
        "figures:withdraw",
        everybody(403, executive=422, planner=422),
        _proposal,
        method="post",
        data={},
    ),
]
