"""Addresses without parts of their own, as those of the menu, looked up once by a process.

A page names some forty of them, and looking one up anew takes a tenth of a millisecond.
"""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse


def fixed_address(name: str) -> str:
    """As `reverse(name)`. Raises NoReverseMatch."""
    return _known(name, get_urlconf(settings.ROOT_URLCONF), get_script_prefix())


@lru_cache(maxsize=1000)
def _known(name: str, urlconf: str, prefix: str) -> str:
    """Of the addresses of a request, which may begin with the place of the whole portal."""
    return reverse(name, urlconf=urlconf)
