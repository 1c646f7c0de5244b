from django.apps import AppConfig


class ThaiConfig(AppConfig):
    name = "cpd_portal.thai"
    verbose_name = "ภาษาไทย"
