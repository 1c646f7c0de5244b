"""The broker in tests: a queue of the test's own, or none that answers."""

from typing import Any
from uuid import uuid4

import pytest

from cpd_portal.celery import app


def queued_tasks() -> int:
    with app.connection_for_write() as connection:
        channel: Any = connection.default_channel
        return int(channel.client.llen(app.conf.task_default_queue))


@pytest.fixture
def private_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real broker, under keys of this test's own: no other worker takes its tasks."""
    options = {**app.conf.broker_transport_options, "global_keyprefix": f"test-{uuid4()}:"}
    monkeypatch.setitem(app.conf, "broker_transport_options", options)
    _connect_anew(monkeypatch)


@pytest.fixture
def unreachable_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that nothing listens at."""
    monkeypatch.setitem(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    _connect_anew(monkeypatch)


def _connect_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Celery keeps its connections; for this test it shall make new ones."""
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
