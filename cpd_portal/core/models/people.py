"""Users and what they may do where."""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cpd_portal.core.audit import audited, audited_without
from cpd_portal.core.choices import Acting, Role
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.core.querysets import MembershipQuerySet
from cpd_portal.core.reach import Reach


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str, **fields: object) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


@audited_without("password", "last_login")
class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What the person may do follows from memberships alone."""

    username = models.CharField("ชื่อผู้ใช้", max_length=60, unique=True)
    full_name = models.CharField("ชื่อ-นามสกุล", max_length=120)
    position = models.CharField("ตำแหน่ง", max_length=120, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    is_active = models.BooleanField("ใช้งานได้", default=True)
    is_staff = models.BooleanField("เข้าหน้าดูตารางได้", default=False)
    is_sample = models.BooleanField("บัญชีตัวอย่าง", default=False)
    date_joined = models.DateTimeField("วันที่สร้างบัญชี", default=timezone.now)
    # Events carry no password; this tells that it was changed, and when.
    password_changed_at = models.DateTimeField("เปลี่ยนรหัสผ่านเมื่อ", null=True, blank=True)
    # The same for the app's secret or keys of the second factor.
    second_factor_changed_at = models.DateTimeField("เปลี่ยนการยืนยันขั้นที่สองเมื่อ", null=True, blank=True)
    # Digest of what another service calls this person: see `sign_in/identities.py`.
    identity_digest = models.CharField("ตัวตนจากบริการยืนยันตัวตน", max_length=64, blank=True)
    # An administrator knows the password that was handed out; until it is changed, nothing else
    # can be done with the account.
    must_change_password = models.BooleanField("ต้องตั้งรหัสผ่านใหม่", default=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_digest"],
                condition=~Q(identity_digest=""),
                name="user_identity_once",
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()

    @property
    def handed_out_until(self) -> datetime | None:
        """How long the password that an administrator handed out can be used; None where it is
        the person's own."""
        if not self.must_change_password or self.password_changed_at is None:
            return None
        return self.password_changed_at + timedelta(days=settings.HANDED_OUT_PASSWORD_DAYS)

    @cached_property
    def active_memberships(self) -> list["Membership"]:
        """Memberships in force today, with their units: one query per request."""
        return list(
            Membership.objects.filter(user=self)
            .in_force(timezone.localdate())
            .select_related("org_unit")
            .order_by("acting", "id")
        )

    @cached_property
    def units_below(self) -> list[OrgUnit]:
        """The units of the person's memberships and those under them, in Thai order: one query
        per request."""
        units = [membership.org_unit for membership in self.active_memberships]
        return list(OrgUnit.objects.below(units).order_by("name_sort")) if units else []

    @cached_property
    def reach(self) -> Reach:
        """The units whose rows this person may see: who belongs to headquarters (department or
        division) sees the whole country, everybody else his units and those below."""
        if any(membership.org_unit.is_headquarters for membership in self.active_memberships):
            return Reach(nationwide=True, unit_ids=frozenset())
        return Reach(nationwide=False, unit_ids=frozenset(unit.pk for unit in self.units_below))

    @cached_property
    def offices_in_reach(self) -> list[OrgUnit]:
        """The offices whose rows this person may see, in Thai order."""
        return [unit for unit in self.units_in_reach if unit.is_office]

    @cached_property
    def units_in_reach(self) -> list[OrgUnit]:
        """Offices and inspection regions, in Thai order: one query per request."""
        if self.reach.nationwide:
            return list(OrgUnit.objects.offices_and_regions().order_by("name_sort"))
        return self.units_below

    def seeing(self, units: Iterable[OrgUnit]) -> "User":
        """The same person, who sees no more than those of the units that are in reach: for
        reads that are narrowed to a unit by `visible_to` alone."""
        narrowed = copy(self)
        below = [unit for unit in units if self.reach.covers(unit.pk)]
        narrowed.units_below = below
        narrowed.reach = Reach(False, frozenset(unit.pk for unit in below))
        narrowed.offices_in_reach = [unit for unit in below if unit.is_office]
        return narrowed

    def has_role(self, *roles: str, at: OrgUnit | None = None) -> bool:
        """Whether the person holds one of the roles today (at that very unit, if given)."""
        return any(
            membership.role in roles and (at is None or membership.org_unit_id == at.pk)
            for membership in self.active_memberships
        )

    def administers(self, unit: OrgUnit) -> bool:
        """Whether the person is administrator of the unit or of one above it."""
        return any(
            membership.role == Role.ADMINISTRATOR
            and unit.path.startswith(membership.org_unit.path)
            for membership in self.active_memberships
        )


@audited
class Membership(models.Model):
    """A role that a person holds in a unit, for good or as acting holder by order and dates.
    `replaces`: who is away; None where the post is vacant."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    org_unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("บทบาท", max_length=20, choices=Role.choices)
    acting = models.CharField(
        "ฐานะ", max_length=12, choices=Acting.choices, blank=True, default=Acting.NONE
    )
    replaces = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="แทน",
    )
    order_no = models.CharField("คำสั่งเลขที่", max_length=60, blank=True)
    order_date = models.DateField("ลงวันที่", null=True, blank=True)
    starts = models.DateField("ตั้งแต่วันที่", null=True, blank=True)
    ends = models.DateField("ถึงวันที่", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "org_unit", "role", "acting", "starts"],
                name="membership_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(acting="")
                | (~Q(order_no="") & Q(order_date__isnull=False) & Q(starts__isnull=False)),
                name="membership_acting_needs_order",
                violation_error_message="ผู้รักษาหรือปฏิบัติราชการแทนต้องมีเลขที่คำสั่ง วันที่คำสั่ง และวันที่เริ่ม",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="membership_ends_after_start",
                violation_error_message="วันที่สิ้นสุดต้องไม่ก่อนวันที่เริ่ม",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | (~Q(acting="") & ~Q(replaces=F("user"))),
                name="membership_replaces_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.org_unit.short_name}"

    def in_force(self, today: date) -> bool:
        return (self.starts is None or self.starts <= today) and (
            self.ends is None or today <= self.ends
        )
