"""Settings of the test suite: real PostgreSQL and Redis, given by the environment."""

import os

from cpd_portal.settings.base import *

SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Each worker of the suite has a database of its own, so people of two workers have the same
# number: in one folder the parts and files of the one were the other's.
MEDIA_ROOT = PORTAL_DATA_DIR / "media" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
# One round of a fast hash: tests measure no password.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Static files are not collected for tests.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
LOGGING["root"]["level"] = "ERROR"
