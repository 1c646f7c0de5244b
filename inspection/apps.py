from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "inspection"
    verbose_name = "การตรวจการสหกรณ์"

    def ready(self) -> None:
        from cpd_portal.core.figures import registry as figures
        from inspection.figures.checklists import CHECKLISTS

        figures.register(CHECKLISTS)
