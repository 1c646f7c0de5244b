"""Messages to the next page: their cookie bound to the portal's own host, as the session's is."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    cookie_name = "__Host-messages"


class HostMessages(FallbackStorage):
    """For settings with TLS: browsers take a cookie of this name only over TLS."""

    storage_classes = (HostCookie, SessionStorage)
