"""Errors that a service raises and an edge shows in its own way."""


class PortalError(Exception):
    """Base: the message is Thai and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RuleViolation(PortalError):
    """The request is understood but the rules forbid it now."""


class InvalidInput(PortalError):
    """Values that cannot be stored: pairs of pointer ("/points/2.6") and Thai message."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__("ข้อมูลไม่ถูกต้อง กรุณาแก้ไขตามรายการ")
        self.errors = errors


class StaleObject(PortalError):
    """Somebody else changed the object since it was read."""

    def __init__(self) -> None:
        super().__init__("ข้อมูลนี้ถูกแก้ไขโดยผู้อื่นหลังจากที่เปิดดู กรุณาเปิดดูค่าล่าสุดแล้วบันทึกใหม่")


class NotAllowed(PortalError):
    """The person lacks the role for this act."""
