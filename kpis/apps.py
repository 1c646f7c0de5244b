from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"
    verbose_name = "ตัวชี้วัด"

    def ready(self) -> None:
        from cpd_portal.core.privacy import registry as privacy
        from kpis.access_logs import LOGS

        for log in LOGS:
            privacy.register(log)
        from cpd_portal.core import entry_forms
        from cpd_portal.core.figures import registry as figures
        from cpd_portal.core.imports import registry as imports
        from kpis.entry import RESULT_FORM
        from kpis.figures.scorecard import SCORECARD
        from kpis.imports.components import COMPONENTS_IMPORT
        from kpis.imports.programme import PROGRAMME_IMPORT
        from kpis.imports.results import RESULTS_IMPORT

        entry_forms.register(RESULT_FORM)
        figures.register(SCORECARD)
        for sheets in (COMPONENTS_IMPORT, PROGRAMME_IMPORT, RESULTS_IMPORT):
            imports.register(sheets)
        from cpd_portal.core.years import registry as years
        from kpis.year_parts import PARTS

        for part in PARTS:
            years.register(part)
