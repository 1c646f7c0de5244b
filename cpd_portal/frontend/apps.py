from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "cpd_portal.frontend"
    label = "frontend"
