"""A read-only look at the tables, for support: every write goes through a service."""

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from rest_framework.authtoken.models import TokenProxy

from cpd_portal.core.guards import is_national_administrator
from cpd_portal.core.models import (
    Correction,
    CorrectionDownload,
    Document,
    DownloadLog,
    EntryPeriod,
    EntryPeriodException,
    FigureVersion,
    Membership,
    OrgUnit,
    Province,
    SourceAnomaly,
    Submission,
    User,
)

# Its own sign-in form would count no failures: everybody signs in at the one that does.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign, no-untyped-call]

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = admin.ModelAdmin


class ReadOnlyAdmin(Base):
    """May be looked at by administrators with staff status, never changed."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_staff and is_national_administrator(user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# Registered by the packages themselves, for writing; tokens would even be shown.
admin.site.unregister(
    [Authenticator, EmailAddress, Group, SocialAccount, SocialApp, SocialToken, TokenProxy]
)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    exclude = ("password",)
    list_display = ("username", "full_name", "is_active", "last_login")
    search_fields = ("username", "full_name")


admin.site.register(
    [
        Correction,
        CorrectionDownload,
        Document,
        DownloadLog,
        EntryPeriod,
        EntryPeriodException,
        FigureVersion,
        Membership,
        OrgUnit,
        Province,
        SourceAnomaly,
        Submission,
    ],
    ReadOnlyAdmin,
)
