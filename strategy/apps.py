from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = "ยุทธศาสตร์และโครงการ"

    def ready(self) -> None:
        from cpd_portal.core import entry_forms
        from cpd_portal.core.figures import registry as figures
        from strategy.entry import PROGRESS_FORMS
        from strategy.figures.thresholds import THRESHOLDS

        for form in PROGRESS_FORMS:
            entry_forms.register(form)
        figures.register(THRESHOLDS)
