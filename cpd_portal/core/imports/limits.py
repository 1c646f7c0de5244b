"""How large an uploaded spreadsheet may be, before and after unpacking."""

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 10 * MEGABYTE
MAX_UNPACKED_BYTES = 100 * MEGABYTE
# Excel's own files shrink some 10 to 20 times; small parts may shrink more.
MAX_RATIO = 100
RATIO_COUNTS_FROM = MEGABYTE
MAX_PARTS = 1_000
MAX_ROWS = 20_000
# Rows are held as a rectangle, so that a far cell would cost as much as full rows.
MAX_COLUMNS = 100
MAX_FINDINGS = 5_000
"""So many findings are kept; a file with more needs another look at its source."""
