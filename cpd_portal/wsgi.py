"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpd_portal.settings.production")

application = get_wsgi_application()

# What is loaded by now stays until the process ends: the collector of cycles need not look
# through it, and its pages of memory stay shared with the processes that are forked from here. A
# page makes some ten thousand objects, nearly all of which end with it, without a cycle.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
