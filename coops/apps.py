from django.apps import AppConfig


class CoopsConfig(AppConfig):
    name = "coops"
