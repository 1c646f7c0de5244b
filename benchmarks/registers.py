"""The first 5,000 rows of the institution register as a PDF: as the portal renders them, and in
one piece."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from django.template.backends.django import DjangoTemplates
from django.utils import timezone

from coops.reports.register import InstitutionRegister, RegisterContext
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.pdf import BASE_URL, StaticFilesFetcher
from cpd_portal.core.documents.preview import first_page_png
from cpd_portal.core.documents.printing import paper_columns, printed_row
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import Row
from cpd_portal.core.models import User

ROWS, YEAR = 5_000, 2567
TEMPLATES = Path(__file__).parent / "plain" / "templates"


class FirstRows(InstitutionRegister):
    """Not in the catalogue."""

    def rows(self, context: RegisterContext) -> Iterator[Row]:
        return islice(super().rows(context), ROWS)


def chunked(target: Path) -> None:
    """What a worker does for a document, with its preview."""
    report = FirstRows()
    render(report, _context(report), Format.PDF, target)
    first_page_png(target)


def one_piece(target: Path) -> None:
    """WeasyPrint alone on the plainest document of the same rows in the same fonts."""
    from weasyprint import HTML

    report = FirstRows()
    rows = [printed_row(report.columns, row) for row in report.rows(_context(report))]
    shown = {"columns": paper_columns(report.columns), "rows": rows}
    html = _plain_engine().get_template("print.html").render(shown)
    HTML(string=html, base_url=BASE_URL, url_fetcher=StaticFilesFetcher()).write_pdf(target)


WAYS: Mapping[str, Callable[[Path], None]] = {"chunked": chunked, "one-piece": one_piece}


def pages_of(target: Path) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(target))


def _context(report: FirstRows) -> RegisterContext:
    user = User.objects.get(username="executive")
    return report.context(user, {"fiscal_year": YEAR}, timezone.now())


def _plain_engine() -> DjangoTemplates:
    params = {"NAME": "plain", "DIRS": [TEMPLATES], "APP_DIRS": False, "OPTIONS": {}}
    return DjangoTemplates(params)
