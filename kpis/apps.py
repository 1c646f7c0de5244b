from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"
    verbose_name = "ตัวชี้วัด"

    def ready(self) -> None:
        from cpd_portal.core import entry_forms
        from cpd_portal.core.figures import registry as figures
        from kpis.entry import RESULT_FORM
        from kpis.figures.scorecard import SCORECARD

        entry_forms.register(RESULT_FORM)
        figures.register(SCORECARD)
