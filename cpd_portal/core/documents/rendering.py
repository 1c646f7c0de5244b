"""One report context to one file, in the format asked for."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string

from cpd_portal.core.documents import stamp
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.merging import merge_pdfs
from cpd_portal.core.documents.pdf import write_pdf
from cpd_portal.core.documents.printing import paper_columns, printed_row, printed_text
from cpd_portal.core.documents.registry import AnyReport
from cpd_portal.core.documents.report import ReportContext, Row
from cpd_portal.core.documents.spreadsheets import write_csv, write_xlsx
from cpd_portal.thai.directions import without_directions

ONE_PIECE_ROWS = 500
"""Up to so many table rows a PDF is one tagged piece; beyond it is made of chunks of so many."""

_UNNUMBERED = """
@page {
  @top-center { content: none !important }
  @bottom-right { content: string(as-of) !important }
}
"""
ProgressSink = Callable[[int], None]


def ignore_progress(percent: int) -> None:
    """For renderings that nobody watches."""


def render(
    report: AnyReport,
    context: ReportContext,
    file_format: Format,
    target: Path,
    on_progress: ProgressSink = ignore_progress,
) -> None:
    """Write the file to `target`, telling `on_progress` the percentage done so far."""
    if file_format == Format.PDF and report.template:
        _write_template_pdf(report, context, target, on_progress)
        return
    if file_format == Format.DOCX:
        report.write_docx(context, target)
        return
    if file_format == Format.ZIP:
        _write_archive(report, context, target, on_progress)
        return
    rows = _counted(report.rows(context), report.row_count(context), on_progress)
    if file_format == Format.PDF:
        _write_table_pdf(report, context, rows, target)
    elif file_format == Format.XLSX:
        write_xlsx(context, report.columns_of(context), rows, target)
    else:
        write_csv(context, report.columns_of(context), rows, target)


def _write_template_pdf(
    report: AnyReport, context: ReportContext, target: Path, on_progress: ProgressSink
) -> None:
    pieces = report.pieces(context)
    if len(pieces) == 1:
        html = _html(report.template, report, pieces[0])
        write_pdf(html, target, css=_page_css(report, context))
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        files, pages = [], 0
        for number, piece in enumerate(pieces):
            file = folder / f"{number:05d}.pdf"
            html = _html(report.template, report, piece)
            pages += write_pdf(
                html, file, css=_page_css(report, context) + _UNNUMBERED, tagged=False
            )
            files.append(file)
            on_progress(min(95, (number + 1) * 100 // len(pieces)))
        numbers = folder / "numbers.pdf" if report.page_numbers else None
        if numbers is not None:
            _write_page_numbers(report, context, pages, numbers)
        merge_pdfs(files, numbers, target, title=context.title)


def _write_archive(
    report: AnyReport, context: ReportContext, target: Path, on_progress: ProgressSink
) -> None:
    total = report.row_count(context)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive, TemporaryDirectory() as folder:
        for number, member in enumerate(report.members(context), start=1):
            file = Path(folder) / "member"
            render(member.report, member.context, member.format, file)
            archive.write(file, member.name)
            if total:
                on_progress(min(95, number * 100 // total))


def _counted(rows: Iterable[Row], total: int | None, on_progress: ProgressSink) -> Iterator[Row]:
    """The rows unchanged; reports every ten percent, ending below 100 (the file is not done)."""
    step = max(1, total // 10) if total else 0
    for number, row in enumerate(rows, start=1):
        yield row
        if total and number % step == 0:
            on_progress(min(95, number * 100 // total))


def _write_table_pdf(
    report: AnyReport, context: ReportContext, rows: Iterator[Row], target: Path
) -> None:
    head = list(islice(rows, ONE_PIECE_ROWS + 1))
    if len(head) <= ONE_PIECE_ROWS:
        html = _table_html(report, context, head, first=True)
        write_pdf(html, target, css=_page_css(report, context))
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        pieces = list(_piece_files(report, context, chain(head, rows), folder))
        numbers = folder / "numbers.pdf"
        _write_page_numbers(report, context, sum(pages for _, pages in pieces), numbers)
        merge_pdfs([piece for piece, _ in pieces], numbers, target, title=context.title)


def _piece_files(
    report: AnyReport, context: ReportContext, rows: Iterator[Row], folder: Path
) -> Iterator[tuple[Path, int]]:
    """Untagged files with their numbers of pages; only one is in memory at a time."""
    for number, chunk in enumerate(_chunks(rows)):
        html = _table_html(report, context, chunk, first=number == 0, chunked=True)
        piece = folder / f"{number:05d}.pdf"
        yield (
            piece,
            write_pdf(html, piece, css=_page_css(report, context) + _UNNUMBERED, tagged=False),
        )


def _write_page_numbers(
    report: AnyReport, context: ReportContext, pages: int, target: Path
) -> None:
    """Pages that hold nothing but their numbers, to lay over the pieces: no piece knows how
    many pages there are in all."""
    html = _html("reports/page_numbers.html", report, context, pages=range(pages))
    write_pdf(html, target, css=_page_css(report, context), tagged=False)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, ONE_PIECE_ROWS)):
        yield chunk


def _table_html(
    report: AnyReport,
    context: ReportContext,
    rows: Iterable[Row],
    *,
    first: bool,
    chunked: bool = False,
) -> str:
    columns = report.columns_of(context)
    printed = [printed_row(columns, row) for row in rows]
    return _html("reports/table.html", report, context, rows=printed, first=first, chunked=chunked)


def _html(template: str, report: AnyReport, context: ReportContext, **more: Any) -> str:
    values = {
        "report": context,
        "columns": paper_columns(report.columns_of(context)),
        "nature": "\n".join(printed_text(line) for line in stamp.nature_lines(context)),
        "as_of_line": stamp.as_of_line(context),
        **more,
    }
    return without_directions(render_to_string(template, values))


def _page_css(report: AnyReport, context: ReportContext) -> str:
    """What depends on the report: direction of the paper and widths of the columns."""
    rules = [f"@page {{ size: A4 {'landscape' if report.landscape else 'portrait'} }}"]
    columns = paper_columns(report.columns_of(context))
    total = sum(column.width for column in columns)
    for number, column in enumerate(columns, start=1):
        share = column.width * 100 / total
        rules.append(f".register col:nth-child({number}) {{ width: {share:.2f}% }}")
    return "\n".join(rules)
