"""Settings that every installation shares."""

from pathlib import Path
from typing import Any

import dj_database_url
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF

from cpd_portal.api import configuration as api
from cpd_portal.embedded.connection import running_broker_url, running_database_url
from cpd_portal.env import env_bool, env_int, env_list, env_str, origin_of

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PORTAL_DATA_DIR = Path(env_str("PORTAL_DATA_DIR", str(BASE_DIR / "var"))).resolve()

DEBUG = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
# How the public reaches the portal: printed on orders, where people check them.
PORTAL_ADDRESS = env_str("PORTAL_ADDRESS", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "django_structlog",
    "django_prometheus",
    "cpd_portal.core",
    "cpd_portal.thai",
    "cpd_portal.frontend",
    "cpd_portal.api",
    "cpd_portal.home",
    "coops",
    "early_warning",
    "inspection",
    "kpis",
    "strategy",
    "registrar",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cpd_portal.core.middleware.ProgramsByTlsMiddleware",
    "cpd_portal.core.middleware.ProbeMiddleware",
    "cpd_portal.core.middleware.UsableAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cpd_portal.core.sign_in.known.KnownPersonMiddleware",
    "cpd_portal.core.middleware.UnkeptMiddleware",
    "cpd_portal.core.middleware.SeenMiddleware",
    "cpd_portal.core.middleware.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cpd_portal.core.account_gate.AccountGateMiddleware",
    "cpd_portal.core.middleware.WorkContextMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "cpd_portal.urls"
WSGI_APPLICATION = "cpd_portal.wsgi.application"

FORM_RENDERER = "cpd_portal.frontend.renderers.PortalRenderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["cpd_portal.frontend.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cpd_portal.core.context_processors.portal",
            ],
        },
    }
]

# --- data ---------------------------------------------------------------------
# Without DATABASE_URL / REDIS_URL the running embedded services are used, so that every
# command finds them; without those the default names say in the error what is missing.
_database_url = env_str("DATABASE_URL", "") or running_database_url(PORTAL_DATA_DIR)
_redis_url = env_str("REDIS_URL", "") or running_broker_url(PORTAL_DATA_DIR)
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        _database_url or "postgres://localhost/portal", conn_max_age=60, conn_health_checks=True
    )
}
# The role that the running application uses; it gets no right to change audit events.
DATABASE_APP_ROLE = env_str("DATABASE_APP_ROLE", "portal_app")
REDIS_URL = _redis_url or "redis://127.0.0.1:6379/0"

# The cache (sign-in throttling) lives in PostgreSQL, beside the sessions: with the broker
# down people still sign in, enter and approve.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
    },
    # What the processes read again only after a change (`core/kept.py`).
    "near": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = Path(env_str("MEDIA_ROOT", str(PORTAL_DATA_DIR / "media")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- people -------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "cpd_portal.core.hashers.PortalArgon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "cpd_portal.core.messages.NotLikeOneself"},
    {"NAME": "cpd_portal.core.messages.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "cpd_portal.core.messages.NotCommon"},
    {"NAME": "cpd_portal.core.messages.NotOfTheHouse"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cpd_portal.core.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
# Failures count per user name and address together with a short window: a whole office
# behind one address stays able to sign in while one account is being guessed.
# Codes of documents that a stranger looked up and that do not exist: enough for slips of the pen,
# far from trying codes.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "5/5m/key",
    "document_verify": "20/m/ip",
}
# Roles whose holders show a second factor before anything else; a real installation asks it of
# some, everybody may set one up.
SECOND_FACTOR_ROLES = env_list("SECOND_FACTOR_ROLES", [])
MFA_ADAPTER = "cpd_portal.core.sign_in.mfa_adapter.PortalMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "cpd_portal.core.sign_in.forms.CodeForm",
    "reauthenticate": "cpd_portal.core.sign_in.forms.CodeAgainForm",
    "activate_totp": "cpd_portal.core.sign_in.forms.FirstCodeForm",
}
MFA_TOTP_ISSUER = env_str("SECOND_FACTOR_ISSUER", "CPD Portal")
# A telephone's clock may be half a minute off; `OnceOnly` keeps a code from being used again.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
# Another service that vouches for people, such as ThaID: absent, nothing of it is shown.
OIDC_SERVER_URL = env_str("OIDC_SERVER_URL", "")
# Which claim names the person: "email" (verified by the service) or one whose value the
# administrator registers with the account, such as "pid".
OIDC_CLAIM = env_str("OIDC_CLAIM", "email")
OIDC_SCOPE = env_list("OIDC_SCOPE", ["openid", "profile", "email"])
SOCIALACCOUNT_ADAPTER = "cpd_portal.core.sign_in.oidc_adapter.ExistingAccountAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []},
}
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "oidc",
            "name": env_str("OIDC_NAME", "ThaID"),
            "client_id": env_str("OIDC_CLIENT_ID"),
            "secret": env_str("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_SERVER_URL, "scope": OIDC_SCOPE},
        }
    )
SESSION_ENGINE = "cpd_portal.core.sign_in.known"
# Without use for so long, and in any case after so long, somebody signs in again.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_LONGEST = 7 * 24 * 60 * 60
# A password that was handed out and not used by then is good for nothing more.
HANDED_OUT_PASSWORD_DAYS = 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Lax"

# --- browser ------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # The button to the other service is a form that is led on to it.
        "form-action": [
            SELF,
            *filter(None, env_list("OIDC_FORM_ORIGINS", [origin_of(OIDC_SERVER_URL)])),
        ],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env_str("STATIC_ROOT", str(BASE_DIR / "build" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "static_build"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- language and time --------------------------------------------------------
LANGUAGE_CODE = "th"
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- work in the background ---------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 28 * 60
# Redis hands a task out again after this time, so it must exceed the hard time limit.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60 * 60}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "enqueue-waiting-documents": {
        "task": "cpd_portal.core.documents.tasks.enqueue_waiting_documents",
        "schedule": 60,
    },
    "enqueue-waiting-figures": {
        "task": "cpd_portal.core.figures.tasks.enqueue_waiting_figures",
        "schedule": 60,
    },
    "enqueue-waiting-retention": {
        "task": "cpd_portal.core.retention.tasks.enqueue_waiting_retention",
        "schedule": 60,
    },
    "enqueue-waiting-runs": {
        "task": "coops.tasks.enqueue_waiting_runs",
        "schedule": 60,
    },
    # Again and again: what a stopped beat missed is made up for, what is there is left alone.
    "scheduled-reports": {
        "task": "cpd_portal.core.schedules.tasks.order_scheduled_reports",
        "schedule": crontab(hour="5-23", minute=20),
    },
    "delete-expired-documents": {
        "task": "cpd_portal.core.documents.tasks.delete_expired_documents",
        "schedule": crontab(hour=3, minute=15),
    },
    "sessions-of-the-day": {
        "task": "cpd_portal.core.sign_in.tasks.sessions_of_the_day",
        "schedule": crontab(hour=0, minute=5),
    },
    "defects-of-the-day": {
        "task": "inspection.tasks.defects_of_the_day",
        "schedule": crontab(hour=0, minute=20),
    },
    "readings-of-the-night": {
        "task": "early_warning.tasks.readings_of_the_night",
        "schedule": crontab(hour=0, minute=30),
    },
    "readings-after-changes": {
        "task": "early_warning.tasks.readings_after_changes",
        "schedule": 60,
    },
    "alerts-of-the-day": {
        "task": "early_warning.tasks.alerts_of_the_day",
        "schedule": crontab(hour=0, minute=40),
    },
    "order-files-of-the-day": {
        "task": "registrar.tasks.order_files_check",
        "schedule": crontab(hour=2, minute=30),
    },
    "warning-digests": {
        "task": "early_warning.tasks.digests_of_the_month",
        "schedule": crontab(hour=7, minute=20),
    },
    "notification-digests": {
        "task": "cpd_portal.core.notifications.tasks.notification_digests",
        "schedule": crontab(hour=7, minute=40),
    },
    "defect-digests": {
        "task": "inspection.tasks.defect_digests",
        "schedule": crontab(hour=7, minute=0),
    },
}
# Without a mail server (EMAIL_HOST) no e-mail goes out.
EMAIL_HOST = env_str("EMAIL_HOST", "")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM", "no-reply@localhost")
# At most one e-mail about late and soon-due defects for a person in so many days.
DEFECT_DIGEST_DAYS = 7

# --- audit --------------------------------------------------------------------
# Events carry their context (actor, action, request id, reason) in the same row: nothing
# about an event can be changed later in another table.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

# --- logs ---------------------------------------------------------------------
DJANGO_STRUCTLOG_CELERY_ENABLED = False
LOG_LEVEL = env_str("LOG_LEVEL", "INFO")
_shared_processors: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
]
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": _shared_processors,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared_processors,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

# --- figures for Prometheus -----------------------------------------------------
# Whoever shows this token may read /metrics; without one set, nobody may.
METRICS_TOKEN = env_str("METRICS_TOKEN", "")

# --- API ----------------------------------------------------------------------
REST_FRAMEWORK = api.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api.SPECTACULAR_SETTINGS
CELERY_BEAT_SCHEDULE |= api.BEAT_SCHEDULE

# --- sample -------------------------------------------------------------------
# The password of the demo accounts; the embedded portal keeps the one it made in a file.
_demo_password = PORTAL_DATA_DIR / "demo_password"
DEMO_PASSWORD = env_str("DEMO_PASSWORD", "") or (
    _demo_password.read_text(encoding="utf-8").strip() if _demo_password.is_file() else ""
)
