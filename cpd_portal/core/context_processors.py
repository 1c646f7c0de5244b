"""What every page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from cpd_portal.core.selectors import sample_loaded
from cpd_portal.frontend.addresses import fixed_address


@dataclass(frozen=True)
class NavigationItem:
    label: str
    url: str
    current: bool


_ITEMS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("หน้าหลัก", "home:index", frozenset()),
    ("บันทึกและส่งข้อมูล", "coops:entry", frozenset({Role.OFFICER, Role.CHIEF})),
    ("สหกรณ์และกลุ่มเกษตรกร", "coops:list", frozenset()),
    ("เตือนภัยล่วงหน้า", "early_warning:watchlist", frozenset()),
    ("ตรวจการ", "inspection:index", frozenset()),
    ("นายทะเบียน", "registrar:index", frozenset()),
    ("ตัวชี้วัด", "kpis:scorecard", frozenset()),
    ("ยุทธศาสตร์และโครงการ", "strategy:list", frozenset()),
    ("รายงาน", "reports:catalogue", frozenset()),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """`work`, `navigation`, `sample_loaded` and `now` for the base template."""
    around: dict[str, Any] = {"now": timezone.now()}
    # A request refused before sign-in is known (an unknown host) has no user at all.
    user = getattr(request, "user", None)
    work = getattr(request, "work", None) if isinstance(user, User) else None
    # Asked for by a template that shows it; parts of pages do not.
    around["sample_loaded"] = SimpleLazyObject(
        lambda: work.sample_loaded if work else sample_loaded()
    )
    if isinstance(user, User):
        around["work"] = work
        around["navigation"] = _navigation(getattr(request, "belongs_to", request.path), user)
    return around


def _navigation(path: str, user: User) -> list[NavigationItem]:
    """The main navigation: items without rights are absent; the longest match is current."""
    items = [
        (label, fixed_address(name))
        for label, name, roles in _ITEMS
        if not roles or user.has_role(*roles)
    ]
    inside = [url for _, url in items if url != "/" and path.startswith(url)]
    current = max(inside, key=len, default="/" if path == "/" else "")
    return [NavigationItem(label, url, url == current) for label, url in items]
