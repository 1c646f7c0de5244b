"""Locust's part of the mixed load: people who each do one thing every few seconds, more of them
step by step, until two steps in a row are too much.

Knows the portal by its addresses only. CROWD names the file of who there is and what they do,
STEPS the one to write: a line per step.
"""

import json
import os
import random
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from itertools import cycle
from pathlib import Path
from typing import Any

from locust import FastHttpUser, LoadTestShape, constant_pacing, events, task

from benchmarks.knee import is_too_much

PACE = 4.0
"""Seconds between the things that one person does."""
STEP_SECONDS, SETTLING_SECONDS = 16, 6
FIRST_RATE, GROWTH, MOST_STEPS = 2.0, 1.25, 18
VALUES = ("1", "2")
CROWD: Mapping[str, Any] = json.loads(Path(os.environ["CROWD"]).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Answered:
    at: float
    seconds: float
    failed: bool


class Person(FastHttpUser):
    """Somebody with a session; people do not begin all at the same moment."""

    abstract = True
    wait_time = constant_pacing(PACE)
    network_timeout = connection_timeout = 30.0
    who: Mapping[str, Any]

    def on_start(self) -> None:
        self.who = next(self.people())
        time.sleep(random.random() * PACE)

    def people(self) -> Iterator[Mapping[str, Any]]:
        raise NotImplementedError

    def ask(self, method: str, path: str, name: str, body: str | None = None) -> None:
        self.send(method, path, name, body, self.who["headers"])

    def send(
        self, method: str, path: str, name: str, body: str | None, headers: Mapping[str, str]
    ) -> None:
        """The session is in the headers."""
        self._jar().clear()
        self.client.request(method, path, name=name, data=body, headers=dict(headers))

    def _jar(self) -> CookieJar:
        jar = self.client.client.cookiejar
        if jar is None:
            raise TypeError("a person without a place for cookies")
        return jar


_clerks, _executives, _inspectors = (
    cycle(CROWD[name]) for name in ("clerks", "executives", "inspectors")
)


class Clerk(Person):
    """Types points of one institution, and looks at the desk and the grid now and then."""

    weight = 78 * 5
    stored = ""

    def people(self) -> Iterator[Mapping[str, Any]]:
        return _clerks

    @task(8)
    def save(self) -> None:
        cell = self.who["cell"]
        seen = self.stored or cell["seen"]
        value = next(value for value in VALUES if value != seen)
        body = {"row": cell["row"], "name": cell["name"], "value": value, "seen": seen}
        self.ask("POST", f"{self.who['grid']}cell/", "cell", json.dumps(body))
        self.stored = value

    @task(1)
    def desk(self) -> None:
        self.ask("GET", "/coops/entry/", "desk")

    @task(1)
    def grid(self) -> None:
        self.ask("GET", self.who["grid"], "grid")


class Executive(Person):
    weight = 20

    def people(self) -> Iterator[Mapping[str, Any]]:
        return _executives

    @task
    def overview(self) -> None:
        self.ask("GET", "/overview/", "overview")

    @task
    def part(self) -> None:
        self.ask("GET", "/overview/supervision/", "part of the overview")

    @task
    def strength(self) -> None:
        self.ask("GET", "/coops/strength/", "strength")


class Inspector(Person):
    """Signs in, fetches the day and sends what was recorded, one request after another."""

    weight = 78

    def people(self) -> Iterator[Mapping[str, Any]]:
        return _inspectors

    def on_start(self) -> None:
        super().on_start()
        self.queue = iter(self.who["queue"])

    @task(1)
    def sign_in(self) -> None:
        jar = self._jar()
        jar.clear()
        self.client.get("/accounts/login/", name="form to sign in")
        token = next(cookie.value for cookie in jar if "csrf" in cookie.name)
        form = {**self.who["account"], "csrfmiddlewaretoken": token}
        with self.client.post(
            "/accounts/login/", form, name="sign in", allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 302:
                answer.failure(f"not signed in: {answer.status_code}")

    @task(2)
    def day_pack(self) -> None:
        self.ask("GET", "/api/v1/inspection/daypack/", "day pack")

    @task(5)
    def record(self) -> None:
        sent = next(self.queue, None)
        if sent is None:
            self.day_pack()
        else:
            self.send(sent["method"], sent["path"], "record", sent["body"], sent["headers"])


_answered: list[Answered] = []


def _note(response_time: float, exception: object, **_: object) -> None:
    _answered.append(Answered(time.monotonic(), response_time / 1000, exception is not None))


events.request.add_listener(_note)


class Rising(LoadTestShape):
    """Each step a quarter more than the one before."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[dict[str, float]] = []
        self.begun = 0.0

    def tick(self) -> tuple[int, float] | None:
        now = time.monotonic()
        if not self.begun:
            self.begun = now
        if now - self.begun >= STEP_SECONDS:
            self._end_step(now)
        if len(self.steps) == MOST_STEPS or is_too_much(self.steps):
            Path(os.environ["STEPS"]).write_text(json.dumps(self.steps), encoding="utf-8")
            return None
        people = round(FIRST_RATE * GROWTH ** len(self.steps) * PACE)
        return people, people

    def _end_step(self, now: float) -> None:
        since = self.begun + SETTLING_SECONDS
        rows = [row for row in _answered if row.at >= since]
        _answered.clear()
        self.begun = now
        # A step without answers took all of its time.
        seconds = [row.seconds for row in rows] if len(rows) > 1 else [STEP_SECONDS] * 2
        step = {
            "people": self.get_current_user_count(),
            "per_second": len(rows) / (now - since),
            "p95": statistics.quantiles(seconds, n=20)[-1],
            "errors": sum(row.failed for row in rows) / max(len(rows), 1),
        }
        print(step, flush=True)
        self.steps.append(step)
