"""The portal's settings with the least that still knows who is signed in."""

from pathlib import Path

from cpd_portal.settings.dev import *

ROOT_URLCONF = "benchmarks.plain.urls"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # The package refuses to start without it; it costs next to nothing.
    "allauth.account.middleware.AccountMiddleware",
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
    }
]
