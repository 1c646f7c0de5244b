"""A filter that a person keeps."""

from django.conf import settings
from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.saved_filters.querysets import SavedFilterQuerySet

LONGEST_NAME = 80


@audited
class SavedFilter(models.Model):
    """`page` is the code of a registered page, `query` the part of its address after the "?",
    made of what the page's own filter form found valid."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters"
    )
    page = models.CharField("หน้า", max_length=40)
    name = models.CharField("ชื่อตัวกรอง", max_length=LONGEST_NAME)
    query = models.TextField("ตัวกรอง")

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="saved_filter_once")
        ]

    def __str__(self) -> str:
        return self.name
