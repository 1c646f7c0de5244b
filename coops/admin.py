"""A read-only look at the tables for support: every table of the room."""

from django.apps import apps
from django.contrib import admin
from pghistory.models import Event

from coops.models import Assessment, Institution
from cpd_portal.core.admin import ReadOnlyAdmin


@admin.register(Institution)
class InstitutionAdmin(ReadOnlyAdmin):
    list_display = ("registration_no", "name", "kind", "type", "office", "standing")
    list_filter = ("kind", "sector", "standing")
    list_select_related = ("type", "office")
    search_fields = ("registration_no", "name")


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("institution", "fiscal_year", "tier", "unassessed_group", "total", "complete")
    list_filter = ("fiscal_year", "tier", "complete")
    list_select_related = ("institution",)
    search_fields = ("institution__registration_no", "institution__name")


admin.site.register(
    [
        model
        for model in apps.get_app_config("coops").get_models()
        if not issubclass(model, Event) and model not in (Institution, Assessment)
    ],
    ReadOnlyAdmin,
)
