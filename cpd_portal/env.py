"""Typed reading of environment variables; secrets may come from a file (`NAME_FILE`)."""

import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def env_str(name: str, default: str | None = None) -> str:
    """The text of `name`, or of the file that `name`_FILE points to.

    Raises ImproperlyConfigured when neither is set and there is no default.
    """
    if name in os.environ:
        return os.environ[name]
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    if default is None:
        raise ImproperlyConfigured(f"environment variable {name} (or {name}_FILE) is not set")
    return default


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false")


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number") from error


def env_list(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name)
    if value is None:
        return default
    return [part.strip() for part in value.split(",") if part.strip()]


def origin_of(address: str) -> str:
    """https://login.example.go.th of an address there; "" of none."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def own_addresses() -> list[str]:
    """The addresses by which this machine (or container) is asked without a name."""
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except socket.gaierror:
        return []
