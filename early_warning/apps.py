from django.apps import AppConfig


class EarlyWarningConfig(AppConfig):
    name = "early_warning"
    verbose_name = "การเตือนภัยล่วงหน้า"
