"""Who is signed in where."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cpd_portal.core.audit import audited_without
from cpd_portal.core.models.people import User
from cpd_portal.core.scoping import ScopedQuerySet


class SignInQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own; an administrator reads those of a person on that person's page."""
        return self.filter(user_id=user.pk)

    def still_open(self) -> Self:
        """Whose session has not run out; the night forgets the others."""
        sessions = Session.objects.filter(session_key=OuterRef("session_key"))
        return self.filter(Exists(sessions.filter(expire_date__gt=timezone.now())))


@audited_without("session_key", "address", "last_seen")
class SignIn(models.Model):
    """A session that is open on some device. Events keep neither its key nor its address: those
    live as long as the session."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField("เครื่อง", max_length=200, blank=True)
    address = models.GenericIPAddressField("ที่อยู่เครือข่าย", null=True, blank=True)
    first_seen = models.DateTimeField("เข้าระบบเมื่อ", default=timezone.now)
    last_seen = models.DateTimeField("ใช้ครั้งล่าสุด", default=timezone.now)

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ["-last_seen"]

    def __str__(self) -> str:
        return f"{self.user} · {self.device}"
