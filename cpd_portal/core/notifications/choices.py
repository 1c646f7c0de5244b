"""Enumerations of notifications."""

from django.db import models


class Channel(models.TextChoices):
    PAGE = "page", "หน้าการแจ้งเตือน"
    MAIL = "mail", "อีเมล"
