"""Who meets what at the access logs: the administrator of the department alone."""

from tests.doors import Door, everybody

DOORS = [Door("privacy:access", everybody(403, administrator=200))]
