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
        post_migrate.connect(restrict_application_role, dispatch_uid="core.grants")
