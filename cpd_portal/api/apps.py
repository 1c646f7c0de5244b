from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "cpd_portal.api"
    label = "api"
