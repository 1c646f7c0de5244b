"""A read-only look at the tables for support."""

from django.contrib import admin

from cpd_portal.core.admin import ReadOnlyAdmin
from strategy import models


@admin.register(models.Strategy)
class StrategyAdmin(ReadOnlyAdmin):
    list_display = ["number", "title"]


@admin.register(models.Project)
class ProjectAdmin(ReadOnlyAdmin):
    list_display = ["code", "printed_code", "title", "lines"]
    list_filter = ["strategy"]
    search_fields = ["code", "title"]


@admin.register(models.Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["project", "number", "printed_no", "title", "lines"]
    list_filter = ["project__code"]


@admin.register(models.ActivityTarget)
class ActivityTargetAdmin(ReadOnlyAdmin):
    list_display = ["activity", "fiscal_year", "text"]
    list_filter = ["fiscal_year"]


@admin.register(models.PlannedBudget)
class PlannedBudgetAdmin(ReadOnlyAdmin):
    list_display = ["project", "fiscal_year", "amount"]
    list_filter = ["fiscal_year"]


@admin.register(models.ResponsibleUnit)
class ResponsibleUnitAdmin(ReadOnlyAdmin):
    list_display = ["project", "name", "unit"]


@admin.register(
    models.Objective, models.Definition, models.ExpectedResult, models.SuccessIndicator
)
class PrintedItemAdmin(ReadOnlyAdmin):
    list_display = ["project", "printed_no", "text", "lines"]
