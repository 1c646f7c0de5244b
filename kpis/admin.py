"""A read-only look at the tables for support."""

from django.contrib import admin

from cpd_portal.core.admin import ReadOnlyAdmin
from kpis import models

for _name in models.__all__:
    admin.site.register(getattr(models, _name), ReadOnlyAdmin)
