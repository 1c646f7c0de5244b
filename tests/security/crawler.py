"""Goes through pages as one person, fills every form with hostile values, and notes what broke.

Every request that may write runs in a savepoint that is rolled back.
"""

import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.test import Client
from django.urls import Resolver404, resolve

from tests.security.api_fuzz import undone
from tests.security.forms import Control, Form, Page
from tests.security.hostile import LONG, PAYLOAD, TEXTS, WRONG, broken_out

TYPED = ("text", "search", "textarea", "email", "tel", "url", "password")
NEVER = {"account_logout"}
# Fields that no form of a person has: mass assignment.
UNKNOWN_FIELDS = {
    **{"is_superuser": "1", "is_staff": "on", "is_active": "1", "role": "administrator"},
    **{"office": "51", "office_id": "51", "unit": "51", "institution": "1", "id": "1", "pk": "1"},
    **{"state": "approved", "status": "approved", "is_sample": "1", "version": "1"},
    **{"actor": "1", "user": "1", "requester": "1", "approved_by": "1", "frozen_at": "2024-01-01"},
}
Sent = dict[str, Any]


@dataclass
class Crawler:
    """`forbidden` are texts that this person must not meet anywhere; `after_write` tells what a
    form changed that it must not; `attacked` are the shapes of forms that had their turn.
    `thorough` sends every kind of hostile values, otherwise each form gets one of them, always
    the same."""

    client: Client
    person: str
    forbidden: tuple[str, ...]
    after_write: Callable[[], Iterable[str]]
    attacked: set[tuple[str, ...]]
    thorough: bool
    visited: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client.raise_request_exception = False

    def get(self, address: str) -> Page | None:
        """The page at the address; None for what is no page. A redirect is followed once."""
        response = self._ask("get", address)
        if response.status_code in (301, 302) and response["Location"].startswith("/"):
            return self.get(response["Location"]) if self._new(response["Location"]) else None
        return self._checked(response, "GET", address, {})

    def post(self, address: str, sent: Mapping[str, Any]) -> None:
        with undone():
            response = self._ask("post", address, sent)
            self._checked(response, "POST", address, sent)
            self.broken += [
                f"{self.person} POST {address} {_in_short(sent)}: {told}"
                for told in self.after_write()
            ]

    def attack(self, form: Form) -> None:
        """The form with hostile values."""
        name = name_of(form.action)
        shape = (name, form.method, *(control.name for control in form.controls))
        if name in NEVER or not name or shape in self.attacked:
            return
        self.attacked.add(shape)
        for sent in self._kinds(" ".join(shape), form):
            if form.method == "post":
                self.post(form.action, sent)
            else:
                self._checked(self._ask("get", form.action, sent), "GET", form.action, sent)

    def hostile_posts(self, address: str, usual: Mapping[str, Any]) -> list[Sent]:
        """For an address that only takes: what it usually gets, made hostile in the same ways."""
        controls = [Control(name, "text", str(value)) for name, value in usual.items()]
        return self._kinds(name_of(address), Form("", "post", controls))

    def _kinds(self, key: str, form: Form) -> list[Sent]:
        sent = fillings(form)
        return sent if self.thorough else [sent[crc32(key.encode()) % len(sent)]]

    def walk(self, start: str, most_of_a_name: int) -> None:
        """Every link from `start` on, each URL name at most so often."""
        waiting, asked = deque([start]), Counter[str]()
        while waiting:
            page = self.get(waiting.popleft())
            for link in dict.fromkeys(page.links) if page else ():
                name = name_of(link)
                if name and name not in NEVER and asked[name] < most_of_a_name:
                    asked[name] += 1
                    waiting.append(link)

    def _new(self, address: str) -> bool:
        name = name_of(address)
        return bool(name) and self.visited[name] == 0

    def _ask(self, method: str, address: str, sent: Mapping[str, Any] | None = None) -> Any:
        def note(**_: object) -> None:
            self.raised.append(traceback.format_exc()[-900:])

        got_request_exception.connect(note)
        try:
            response = getattr(self.client, method)(address, sent)
        finally:
            got_request_exception.disconnect(note)
        name = name_of(address)
        self.visited[name] += 1
        if response.status_code < 400 or method == "post":
            self.answered[name] += 1
        return response

    def _checked(
        self, response: Any, method: str, address: str, sent: Mapping[str, Any]
    ) -> Page | None:
        where = f"{self.person} {method} {address} {_in_short(sent)}"
        if response.status_code >= 500:
            self.broken.append(f"{where}: {response.status_code} {self.raised[-1:]}")
            return None
        if not response.get("Content-Type", "").startswith("text/html") or response.streaming:
            return None
        html = response.content.decode()
        self.broken += [f"{where}: {found}" for found in broken_out(html)]
        self.broken += [f"{where}: shows {text}" for text in self.forbidden if text in html]
        return Page(address.partition("?")[0], html) if response.status_code == 200 else None


def fillings(form: Form) -> list[Sent]:
    """Hostile texts; wrong values everywhere; another's keys and fields nobody asked for."""
    texts = dict(zip(_typed(form), _around(TEXTS), strict=False))
    wrong = dict(zip((c.name for c in form.controls), _around(WRONG), strict=False))
    return [
        {**form.filled(), **dict.fromkeys(_typed(form), PAYLOAD), **_files(form)},
        {**form.filled(), **texts},
        {**wrong, **dict.fromkeys(_typed(form)[:1], LONG)},
        {**UNKNOWN_FIELDS, **_foreign_keys(form)},
    ]


def _typed(form: Form) -> list[str]:
    return [control.name for control in form.controls if control.kind in TYPED]


def _around(values: tuple[str, ...]) -> list[str]:
    return list(values) * 40


def _foreign_keys(form: Form) -> Sent:
    """What the form would send, with every key replaced by one that it does not offer."""
    return {
        control.name: _other_than(control.options) if control.options else control.value or "1"
        for control in form.controls
    }


def _other_than(options: list[str]) -> str:
    return next(key for key in ("1", "2", "51", "999999") if key not in options)


def _files(form: Form) -> Sent:
    names = [control.name for control in form.controls if control.kind == "file"]
    return {name: SimpleUploadedFile(f"{PAYLOAD[:40]}.pdf", b"%PDF-1.4 x") for name in names}


def name_of(address: str) -> str:
    """The URL name with its namespace; empty for what is no address of the portal."""
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _in_short(sent: Mapping[str, Any]) -> str:
    return str({name: str(value)[:40] for name, value in sent.items()})[:400]
