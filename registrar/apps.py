from django.apps import AppConfig


class RegistrarConfig(AppConfig):
    name = "registrar"
    verbose_name = "นายทะเบียนสหกรณ์"

    def ready(self) -> None:
        from cpd_portal.core.privacy import registry as privacy
        from registrar.access_logs import LOGS

        for log in LOGS:
            privacy.register(log)
        from cpd_portal.core.figures import registry as figures
        from registrar.figures.case_types import CASE_TYPES
        from registrar.figures.order_templates import TEMPLATES_SET
        from registrar.figures.powers import POWERS_SET

        figures.register(POWERS_SET)
        figures.register(CASE_TYPES)
        figures.register(TEMPLATES_SET)

        from cpd_portal.core.saved_filters import registry as filters
        from registrar.forms.cases import REGISTER

        filters.register(REGISTER)
        from cpd_portal.core.imports import registry as imports
        from registrar.imports.cases import CASES_IMPORT, NATIONAL_CASES_IMPORT

        for form in (CASES_IMPORT, NATIONAL_CASES_IMPORT):
            imports.register(form)
        from cpd_portal.core.staff import open_work
        from registrar.open_work import OPEN_CASES, OPEN_TASKS

        open_work.register(OPEN_CASES)
        open_work.register(OPEN_TASKS)
        from inspection.selectors.defect_links import DefectLink, register_link

        register_link(DefectLink("สำนวนนายทะเบียน", "registrar:referral"))
        from cpd_portal.core.notifications import registry as notifications
        from registrar.notifications import CASES, SOURCES

        notifications.register(CASES, *SOURCES)
