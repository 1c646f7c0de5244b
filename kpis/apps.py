from django.apps import AppConfig


class KpisConfig(AppConfig):
    name = "kpis"
    verbose_name = "ตัวชี้วัด"

    def ready(self) -> None:
        from cpd_portal.core import entry_forms
        from kpis.entry import RESULT_FORM

        entry_forms.register(RESULT_FORM)
