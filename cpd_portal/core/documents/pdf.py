"""HTML to PDF: our fonts and stylesheets only, Thai text that extracts exactly."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

from cpd_portal.core.documents import pdf_text

BASE_URL = "https://static.invalid/"
"""Templates name static files relative to this address, which no network ever resolves."""


class PdfError(Exception):
    """The document asked for something that it may not load, or that does not exist."""


def write_pdf(html: str, target: Path, *, css: str = "", tagged: bool = True) -> int:
    """Render to `target` and return the number of pages; tagged files conform to PDF/UA-1."""
    weasyprint = _engine()
    address = {"base_url": BASE_URL, "url_fetcher": StaticFilesFetcher()}
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1"} if tagged else {"pdf_tags": False}
    try:
        sheet = weasyprint.CSS(string=css, **address)
        source = weasyprint.HTML(string=html, **address)
        document = source.render(stylesheets=[sheet], **options)
        document.write_pdf(target, **options)
    except weasyprint.urls.FatalURLFetchingError as error:
        raise PdfError(str(error.__cause__ or error)) from error
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


def _engine() -> Any:
    """WeasyPrint, loaded by the first document: it costs time and memory that pages need not."""
    import weasyprint

    pdf_text.install()
    return weasyprint


class StaticFilesFetcher:
    """Loads `data:` and static files; anything else stops the rendering."""

    _fail_on_errors = True  # WeasyPrint asks for it: a missing font must not pass unnoticed

    def __call__(self, url: str) -> Any:
        urls = _engine().urls
        if url.startswith("data:"):
            return urls.URLFetcher(allowed_protocols={"data"}).fetch(url)
        path = static_path(url)
        return urls.URLFetcherResponse(url, path.read_bytes(), _content_type(path))


def _content_type(path: Path) -> dict[str, str]:
    return {"Content-Type": "text/css"} if path.suffix == ".css" else {}
