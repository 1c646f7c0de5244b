"""What the files of this room say about the figures behind them."""

from early_warning.thresholds import Book

UNVERIFIED = "ยังไม่ตรวจยืนยัน"


def book_words(book: Book) -> str:
    return book.words if book.verified else f"{book.words} {UNVERIFIED}"
