from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "cpd_portal.api"
    label = "api"

    def ready(self) -> None:
        # Imported late: the API's modules need loaded models.
        from cpd_portal.api import schema  # noqa: F401  # registers its extensions
        from cpd_portal.api.messages import speak_thai

        speak_thai()
