"""The dashboard and the alerts ask for figures that the portal gives."""

import json
import re
from collections.abc import Iterator

import pytest
import yaml
from django.urls import get_resolver
from prometheus_client import REGISTRY
from pytest_django import Settings

from tests.deploy.compose import ROOT
from tests.metrics.test_metrics import figures

NAME = re.compile(r"\b(?:portal|django)_[a-z_]+\b")
DASHBOARD = ROOT / "deploy/grafana/dashboards/portal.json"
ALERTS = ROOT / "deploy/prometheus/alerts.yml"


def _expressions() -> Iterator[str]:
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        yield from (target["expr"] for target in panel["targets"])
    for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]:
        yield from (rule["expr"] for rule in group["rules"])


@pytest.mark.django_db
def test_every_figure_asked_for_is_given(settings: Settings) -> None:
    settings.METRICS_TOKEN = "token-of-this-test"  # noqa: S105
    asked = {name for expression in _expressions() for name in NAME.findall(expression)}
    given = _given()

    assert len(asked) >= 7
    assert asked - given == set()


def _given() -> set[str]:
    """Names of samples; of metrics without one yet, the name that its samples will have."""
    names = {name for name, *_ in figures()}
    for family in REGISTRY.collect():
        ends = {"counter": ("_total",), "histogram": ("_bucket",)}.get(family.type, ("",))
        names |= {family.name + end for end in ends}
    return names


def test_views_of_the_panel_about_the_field_exist() -> None:
    names = {str(key) for key in get_resolver().namespace_dict["api"][1].reverse_dict}
    assert "inspection-attachments" in names
    assert any("api:inspection-" in expression for expression in _expressions())


def test_panels_do_not_lie_over_each_other() -> None:
    cells: set[tuple[int, int]] = set()
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        place = panel["gridPos"]
        covered = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & covered, panel["title"]
        assert place["x"] + place["w"] <= 24
        cells |= covered
