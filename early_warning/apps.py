from django.apps import AppConfig


class EarlyWarningConfig(AppConfig):
    name = "early_warning"
    verbose_name = "การเตือนภัยล่วงหน้า"

    def ready(self) -> None:
        from cpd_portal.core.figures import registry as figures
        from early_warning.figures.self_assessment import SELF_ASSESSMENT
        from early_warning.figures.thresholds import THRESHOLDS

        figures.register(SELF_ASSESSMENT)
        figures.register(THRESHOLDS)
        from cpd_portal.core.staff import open_work
        from early_warning.open_work import OPEN_ACTIONS

        open_work.register(OPEN_ACTIONS)
        from cpd_portal.core.years import registry as years
        from cpd_portal.core.years.figure_parts import standing_set

        for figure_set in (SELF_ASSESSMENT, THRESHOLDS):
            years.register(standing_set(figure_set))
        from cpd_portal.core.imports import registry
        from early_warning.imports.further_figures import FURTHER_FIGURES_IMPORT
        from early_warning.imports.self_assessments import SELF_ASSESSMENT_IMPORT

        registry.register(SELF_ASSESSMENT_IMPORT)
        registry.register(FURTHER_FIGURES_IMPORT)
        from cpd_portal.core.notifications import registry as notifications
        from early_warning.notifications import ALERTS, SOURCES

        notifications.register(ALERTS, *SOURCES)
