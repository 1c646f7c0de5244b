from django.apps import AppConfig


class CoopsConfig(AppConfig):
    name = "coops"
    verbose_name = "สหกรณ์และกลุ่มเกษตรกร"

    def ready(self) -> None:
        from coops.entry import STRENGTH_FORM
        from cpd_portal.core import entry_forms

        entry_forms.register(STRENGTH_FORM)
