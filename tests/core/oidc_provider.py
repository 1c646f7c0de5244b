"""A small OpenID provider on loopback: discovery, authorization with PKCE, token, user info."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "cpd-portal", "secret of the portal"


@dataclass
class Provider:
    """`claims` is who signs in there; `denies` an error that it answers with instead. `seen`
    collects the paths that were asked for."""

    base: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    denies: str = ""
    issuer: str = ""
    userinfo: dict[str, Any] | None = None
    seen: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.base,
            "authorization_endpoint": f"{self.base}/authorize",
            "token_endpoint": f"{self.base}/token",
            "userinfo_endpoint": f"{self.base}/userinfo",
            "jwks_uri": f"{self.base}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def back(self, asked: dict[str, str]) -> str:
        """Where the browser goes after the person signed in there."""
        if self.denies:
            answer = {"error": self.denies, "state": asked["state"]}
        else:
            code = secrets.token_urlsafe()
            self.codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """None unless client, code and the proof of who began are right."""
        begun = self.codes.pop(asked.get("code", ""), None)
        if begun is None or (asked["client_id"], asked["client_secret"]) != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if begun["code_challenge"] != challenge:
            return None
        now = int(time.time())
        said = {"iss": self.issuer or self.base, "aud": CLIENT, "iat": now, "exp": now + 60}
        signed = jwt.encode({**said, **self.claims}, self.key, "RS256", {"kid": "1"})
        return {"access_token": "of the person", "token_type": "Bearer", "id_token": signed}


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            provider.seen.append(path)
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.back(_flat(query)))
                self.end_headers()
            elif path == "/userinfo":
                self._answer(provider.userinfo or provider.claims)
            else:
                self._answer(provider.discovery())

        def do_POST(self) -> None:
            provider.seen.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            made = provider.token(_flat(body))
            self._answer(made or {"error": "invalid_grant"}, 200 if made else 400)

        def _answer(self, document: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: Any) -> None:
            """Quiet."""

    return Handler


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
