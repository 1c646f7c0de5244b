"""Settings of a real installation: behind a proxy with TLS, secrets from the environment."""

from cpd_portal.env import env_bool, env_int, env_list, env_str, own_addresses
from cpd_portal.settings.base import *

SECRET_KEY = env_str("SECRET_KEY")
# Prometheus asks every container by its address; the proxy hands on the public name only.
if env_bool("ALLOW_OWN_ADDRESSES", default=False):
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, *own_addresses()]

SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Asked inside, container by container, without the proxy. Programs are refused instead
# (`ProgramsByTlsMiddleware`).
SECURE_REDIRECT_EXEMPT = [r"^healthz/", r"^metrics$", r"^api/"]
# The prefix makes browsers refuse these cookies from any other host and without TLS.
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
MESSAGE_STORAGE = "cpd_portal.core.message_cookie.HostMessages"
# Sign-in failures count per person's address, which the proxy in front hands on; without this
# the whole country would share the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 1)
# Whoever decides for the registrar or about accounts needs more than a password.
SECOND_FACTOR_ROLES = env_list("SECOND_FACTOR_ROLES", ["registrar", "administrator"])
