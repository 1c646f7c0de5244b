"""Settings of the test suite: real PostgreSQL and Redis, given by the environment."""

from cpd_portal.settings.base import *

SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# One round of a fast hash: tests measure no password.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Static files are not collected for tests.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
LOGGING["root"]["level"] = "ERROR"
