"""The embedded default as the fault suite starts it; one figure can be made small."""

from cpd_portal.env import env_int
from cpd_portal.settings.dev import *

# A job longer than this is handed out again while it is being done.
VISIBILITY = env_int("FAULTS_VISIBILITY_SECONDS", 0)
if VISIBILITY:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": VISIBILITY}
