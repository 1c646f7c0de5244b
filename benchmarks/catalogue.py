"""Which benchmarks exist, by the name under which their result is written."""

from collections.abc import Callable, Mapping

from benchmarks import cells, classify, documents, imports, mixed, pages, plans, signals, syncs
from benchmarks.measure import Result

BENCHMARKS: Mapping[str, Callable[[str], Result]] = {
    "import-vs-limit": imports.import_vs_limit,
    "import-vs-import-export": imports.import_vs_import_export,
    "classify-vs-limit": classify.classify_vs_limit,
    "classify-growth": classify.classify_growth,
    "classify-growth-3": classify.classify_growth_3,
    "warn-vs-limit": signals.warn_vs_limit,
    "page-register": pages.page_register,
    "page-institution": pages.page_institution,
    "page-overview": pages.page_overview,
    "page-scorecard": pages.page_scorecard,
    "page-office-summary": pages.page_office_summary,
    "page-defects": pages.page_defects,
    "cell-save": cells.cell_save,
    "cell-save-signed-in": cells.cell_save_signed_in,
    "cell-save-crowd": cells.cell_save_crowd,
    "sync-vs-upload": syncs.sync_vs_upload,
    "plan-overview-ledger": plans.overview_ledger,
    "plan-overview-rows": plans.overview_rows,
    "pdf-memory": documents.pdf_memory,
    "pdf-two-workers": documents.pdf_two_workers,
    "api-national-list": pages.api_national_list,
    # Last: it opens again what offices have sent.
    "knee-growth": mixed.knee_growth,
}
