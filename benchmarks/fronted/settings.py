"""Static files are compressed already; the proxy's part is the pages."""

from cpd_portal.settings.dev import *

MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
