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
        from cpd_portal.core.imports import registry
        from early_warning.imports.further_figures import FURTHER_FIGURES_IMPORT
        from early_warning.imports.self_assessments import SELF_ASSESSMENT_IMPORT

        registry.register(SELF_ASSESSMENT_IMPORT)
        registry.register(FURTHER_FIGURES_IMPORT)
