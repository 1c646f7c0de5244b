"""People and programs who ask the real portal, and ask again when nobody answers."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

ANSWER_SECONDS = 60.0
PAUSE = 0.2
TOKEN = "faultsfaultsfaultsfaultsfaultsfa"  # noqa: S105  any 32 letters, in cookie and header


class Unheard(Exception):
    """The line was cut before the whole answer came: nobody knows whether it was done."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class Server:
    host: str
    port: int

    def is_live(self) -> bool:
        try:
            return self.ask("GET", "/healthz/live", seconds=2).status == 200
        except Unheard:
            return False

    def readiness(self) -> Answer:
        return self.ask("GET", "/healthz/ready", seconds=10)

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        seconds: float = ANSWER_SECONDS,
    ) -> Answer:
        """One request on a line of its own; raises Unheard."""
        line = http.client.HTTPConnection(self.host, self.port, timeout=seconds)
        try:
            line.request(method, path, body, dict(headers or {}))
            answer = line.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        except (OSError, http.client.HTTPException) as error:
            raise Unheard(f"{method} {path}: {error!r}") from error
        finally:
            line.close()


@dataclass
class Person:
    """Somebody who is signed in: a browser's cookies, or a device's."""

    server: Server
    username: str
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self.server.ask("GET", path, self.headers)

    def send(self, method: str, path: str, body: Any, **more: str) -> Answer:
        """JSON, as the scripts of the pages and the programs of others send it."""
        told = {**self.headers, "Content-Type": "application/json", **_named(more)}
        return self.server.ask(method, path, told, json.dumps(body).encode())

    def post_form(self, path: str, values: Mapping[str, Any], **more: str) -> Answer:
        told = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(values, doseq=True).encode()
        return self.server.ask("POST", path, {**told, **_named(more)}, body)

    def post_file(self, path: str, values: Mapping[str, str], name: str, file: bytes) -> Answer:
        """multipart/form-data as a browser writes it; the file's field is `file`."""
        told = {**self.headers, "Content-Type": f"multipart/form-data; boundary={TOKEN}"}
        return self.server.ask("POST", path, told, multipart(values, name, file))

    def until_answered(self, seconds: float, method: str, path: str, body: Any) -> Answer:
        """Send the same again until the server has answered in earnest, as a device does."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                answer = self.send(method, path, body, if_match="*")
                if answer.status < 500:
                    return answer
                problem = f"{answer.status} {answer.text[:200]}"
            except Unheard as error:
                problem = str(error)
            if time.monotonic() > deadline:
                raise AssertionError(f"not answered in {seconds:.0f} s: {problem}")
            time.sleep(PAUSE)


def signed_in(server: Server, username: str, years: int = 0) -> Person:
    """In a session as the sign-in makes it; one for `years` outlives another clock."""
    from cpd_portal.core.models import User
    from cpd_portal.core.sign_in.sessions import BEGUN

    client = Client()
    client.force_login(User.objects.get(username=username))
    if years:
        seconds = years * 366 * 24 * 60 * 60
        opened = client.session
        opened.set_expiry(seconds)
        opened[BEGUN] = time.time() + seconds
        opened.save()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
    told = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return Person(server, username, {"Cookie": told, "X-CSRFToken": TOKEN})


def multipart(values: Mapping[str, str], name: str, file: bytes) -> bytes:
    parts = [
        f'--{TOKEN}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in values.items()
    ]
    head = f'--{TOKEN}\r\nContent-Disposition: form-data; name="file"; filename="{name}"'
    kind = "Content-Type: application/octet-stream"
    return b"".join(
        [*parts, f"{head}\r\n{kind}\r\n\r\n".encode(), file, f"\r\n--{TOKEN}--\r\n".encode()]
    )


def _named(more: Mapping[str, str]) -> dict[str, str]:
    """Names of headers, as Python can write them: `if_match` is If-Match."""
    return {name.replace("_", "-").title(): value for name, value in more.items()}
