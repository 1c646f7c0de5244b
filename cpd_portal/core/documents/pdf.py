"""HTML to PDF: our fonts and stylesheets only, Thai text that extracts exactly."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

from cpd_portal.core.documents import pdf_text

if TYPE_CHECKING:
    from weasyprint import HTML

BASE_URL = "https://static.invalid/"
"""Templates name static files relative to this address, which no network ever resolves."""


class PdfError(Exception):
    """The document asked for something that it may not load, or that does not exist."""


def write_pdf(html: str, target: Path, *, css: str = "", tagged: bool = True) -> int:
    """Render to `target` and return the number of pages; tagged files conform to PDF/UA-1."""
    from weasyprint import CSS
    from weasyprint.urls import FatalURLFetchingError

    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1"} if tagged else {"pdf_tags": False}
    try:
        sheets = [CSS(string=css, base_url=BASE_URL, url_fetcher=_fetcher())]
        document = _source(html).render(stylesheets=sheets, **options)
        document.write_pdf(target, **options)
    except FatalURLFetchingError as error:
        raise PdfError(str(error)) from error
    return len(document.pages)


def static_path(url: str) -> Path:
    """The static file behind an address in a document; raises PdfError for any other."""
    if not url.startswith(BASE_URL):
        raise PdfError(f"address not allowed in a document: {url}")
    try:
        found = finders.find(url.removeprefix(BASE_URL))
    except SuspiciousFileOperation as error:
        raise PdfError(f"address not allowed in a document: {url}") from error
    if not isinstance(found, str):
        raise PdfError(f"static file not found: {url}")
    return Path(found)


def _source(html: str) -> "HTML":
    from weasyprint import HTML

    pdf_text.install()
    return HTML(string=html, base_url=BASE_URL, url_fetcher=_fetcher())


def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class StaticFilesFetcher(URLFetcher):  # type: ignore[misc]
        """Loads `data:` and static files; anything else stops the rendering."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            try:
                path = static_path(url)
            except PdfError as error:
                raise FatalURLFetchingError(str(error)) from error
            return URLFetcherResponse(url, path.read_bytes(), _content_type(path))

    return StaticFilesFetcher()


def _content_type(path: Path) -> dict[str, str]:
    return {"Content-Type": "text/css"} if path.suffix == ".css" else {}
