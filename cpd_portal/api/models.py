"""What the API itself keeps: the answers given to requests with an Idempotency-Key."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpResponse

REPLAYED_HEADERS = ("Content-Type", "Location", "ETag")


class IdempotencyRecord(models.Model):
    """The first answer to one user's key. Made in the transaction that does the work, so it
    exists exactly when the work was done; forgotten after a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    method = models.CharField(max_length=7)
    path = models.TextField()
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"

    def keep(self, response: HttpResponse) -> None:
        """Stores a rendered answer."""
        self.status = response.status_code
        self.headers = {
            name: response.headers[name] for name in REPLAYED_HEADERS if name in response.headers
        }
        self.body = response.content
        self.save(update_fields=["status", "headers", "body"])

    def replay(self) -> HttpResponse:
        headers: dict[str, Any] = {**self.headers, "Idempotency-Replayed": "true"}
        return HttpResponse(bytes(self.body), status=self.status, headers=headers)
