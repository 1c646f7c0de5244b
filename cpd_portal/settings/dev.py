"""Settings of the embedded default: one machine, loopback, plain HTTP."""

from cpd_portal.core.secrets import stored_secret
from cpd_portal.settings.base import *

SECRET_KEY = stored_secret(PORTAL_DATA_DIR / "secret_key")
