"""The inspector's pages that work without a network: shell, manifest, service worker."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from cpd_portal.core.choices import Role
from cpd_portal.core.request import PortalRequest

SCRIPTS = (
    "js/signature.js",
    *(
        f"js/inspection/{name}.js"
        for name in (
            "store", "dom", "photos", "api", "senders", "sync", "record", "queue", "visit",
            "findings", "start",
        )
    ),
)  # fmt: skip
STYLES = ("css/portal.css", "css/field.css")
FONTS = tuple(
    f"fonts/ibm-plex-sans-thai-looped-{script}-{weight}-normal.woff2"
    for script in ("thai", "latin")
    for weight in (400, 500, 600)
)
OTHERS = ("icons.svg", "img/mark.svg", "js/session.js")
BRAND = "#0f3b2d"


@require_safe
@ensure_csrf_cookie
def field(request: PortalRequest) -> HttpResponse:
    """The shell; what it shows comes from the device's own store."""
    if not request.user.has_role(Role.INSPECTOR):
        raise PermissionDenied("หน้านี้สำหรับผู้ตรวจการสหกรณ์")
    context = {"scripts": SCRIPTS, "csrf_cookie": settings.CSRF_COOKIE_NAME}
    return render(request, "inspection/field.html", context)


@require_safe
@login_not_required
def manifest(request: HttpRequest) -> JsonResponse:
    """Browsers ask for it without the session; it holds no data."""
    content = {
        "name": "ตรวจการสหกรณ์",
        "short_name": "ตรวจการ",
        "lang": "th",
        "start_url": reverse("inspection:field"),
        "scope": "/inspection/",
        "display": "standalone",
        "theme_color": BRAND,
        "background_color": "#f5f7f5",
        "icons": [{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """Renewed by its version: a hash of the names of its files, which hold their content's."""
    files = [static(name) for name in (*OTHERS, *STYLES, *FONTS, *SCRIPTS)]
    version = sha256("\n".join(files).encode()).hexdigest()[:12]
    context = {"version": version, "page": reverse("inspection:field"), "files": files}
    content = render_to_string("inspection/worker.js", context)
    return HttpResponse(
        content, content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )
