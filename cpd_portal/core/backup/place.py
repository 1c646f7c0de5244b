"""Where the portal's data is, from the settings and the environment."""

from django.conf import settings

from cpd_portal.core.backup.services import Place
from cpd_portal.embedded.connection import read_running
from cpd_portal.env import env_str


def portal_place() -> Place:
    """The database's owner, who may read and make everything, is `DATABASE_OWNER_URL`; else that
    of the running embedded database, else whoever `DATABASE_URL` names."""
    running = read_running(settings.PORTAL_DATA_DIR)
    embedded = running.database_owner_url if running else ""
    url = env_str("DATABASE_OWNER_URL", "") or env_str("DATABASE_URL", "") or embedded
    return Place(url, settings.MEDIA_ROOT, settings.DATABASE_APP_ROLE)
