"""Reading pages in tests: their text without markup, and who asks for them."""

import re
from collections.abc import Callable
from html import unescape

from django.test import Client

from cpd_portal.core.models import User

SignIn = Callable[[User], Client]


def text_of(html: bytes) -> str:
    """What a reader sees, with single spaces."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", body))).strip()
