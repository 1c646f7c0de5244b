from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = "ยุทธศาสตร์และโครงการ"

    def ready(self) -> None:
        from cpd_portal.core.privacy import registry as privacy
        from strategy.access_logs import LOGS

        for log in LOGS:
            privacy.register(log)
        from cpd_portal.core import entry_forms
        from cpd_portal.core.figures import registry as figures
        from cpd_portal.core.imports import registry as imports
        from strategy.entry import PROGRESS_FORMS
        from strategy.figures.thresholds import THRESHOLDS
        from strategy.imports.ledger import LEDGER_IMPORT, UNIT_LEDGER_IMPORT
        from strategy.imports.plan import PLAN_IMPORT
        from strategy.imports.progress import PROGRESS_IMPORTS

        for form in PROGRESS_FORMS:
            entry_forms.register(form)
        figures.register(THRESHOLDS)
        for sheets in (LEDGER_IMPORT, UNIT_LEDGER_IMPORT, PLAN_IMPORT, *PROGRESS_IMPORTS):
            imports.register(sheets)
        from cpd_portal.core.years import registry as years
        from strategy.year_parts import QUARTERS_PART

        years.register(QUARTERS_PART)
