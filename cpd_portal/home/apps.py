from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "cpd_portal.home"
    label = "home"
    verbose_name = "ภาพรวม"
