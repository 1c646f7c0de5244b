from django.apps import AppConfig


class EarlyWarningConfig(AppConfig):
    name = "early_warning"
    verbose_name = "การเตือนภัยล่วงหน้า"

    def ready(self) -> None:
        from cpd_portal.core.figures import registry as figures
        from early_warning.figures.self_assessment import SELF_ASSESSMENT

        figures.register(SELF_ASSESSMENT)
        from cpd_portal.core.years import registry as years
        from cpd_portal.core.years.figure_parts import standing_set

        years.register(standing_set(SELF_ASSESSMENT))
        from cpd_portal.core.imports import registry
        from early_warning.imports.self_assessments import SELF_ASSESSMENT_IMPORT

        registry.register(SELF_ASSESSMENT_IMPORT)
