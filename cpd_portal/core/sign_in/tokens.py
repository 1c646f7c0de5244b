"""A program's token is one secret: it never has the rights of roles that need a second factor."""

from typing import Any

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import PermissionDenied

from cpd_portal.core.sign_in.second_factor import needs_second_factor

NO_TOKEN = "บัญชีนี้มีบทบาทที่ต้องใช้การยืนยันขั้นที่สอง จึงใช้โทเคนไม่ได้ ให้ใช้บัญชีสำหรับโปรแกรมที่ไม่มีบทบาทดังกล่าว"


class PortalTokenAuthentication(TokenAuthentication):
    def authenticate_credentials(self, key: str) -> Any:
        user, token = super().authenticate_credentials(key)
        if needs_second_factor(user):
            raise PermissionDenied(NO_TOKEN)
        return user, token
