from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "cpd_portal.core"
    label = "core"

    def ready(self) -> None:
        from cpd_portal.core.grants import restrict_application_role
        from cpd_portal.core.messages import speak_thai
        from cpd_portal.core.sign_in.second_factor import listen as listen_to_factors
        from cpd_portal.core.sign_in.sessions import listen as listen_to_sessions

        speak_thai()
        listen_to_factors()
        listen_to_sessions()
        from cpd_portal.core.figures import registry as figures
        from cpd_portal.core.holidays.figures import HOLIDAYS
        from cpd_portal.core.privacy import registry as privacy
        from cpd_portal.core.privacy.logs import LOGS
        from cpd_portal.core.retention import registry as retention
        from cpd_portal.core.retention.figures import RETENTION
        from cpd_portal.core.retention.kinds import KINDS

        for log in LOGS:
            privacy.register(log)
        for figure_set in (HOLIDAYS, RETENTION):
            figures.register(figure_set)
        for kind in KINDS:
            retention.register(kind)
        from cpd_portal.core.notifications import registry as notifications
        from cpd_portal.core.notifications.sources import BY_KIND

        for told, sources in BY_KIND.items():
            notifications.register(told, *sources)
        from cpd_portal.core.years import registry as years
        from cpd_portal.core.years.holidays_part import HOLIDAYS_PART

        years.register(HOLIDAYS_PART)
        post_migrate.connect(restrict_application_role, dispatch_uid="core.grants")
