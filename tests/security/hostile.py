"""Hostile texts and files, and how to see in a page that one of them got through."""

from html.parser import HTMLParser

# Breaks out of elements, attributes, texts of scripts and forms; the Thai around it is a name.
PAYLOAD = (
    "สหกรณ์ร้าย</script></textarea></title><pwn onpwn=1>"
    "\"onpwn=2 'onpwn=3 {{ 7|add:7 }} {% now 'Y' %} ${7*7} %s %(x)d ก็ดี"
)
# Turns writing around, and what is not seen.
DIRECTIONS = "\u202eกลับ\u202c \u200bว่าง\u200d\ufeff \u2066แยก\u2069"
LONG = "กำ" * 5_000
SPREADSHEET = '=HYPERLINK("http://pwn.invalid";"x")'
TEXTS = (PAYLOAD, DIRECTIONS, LONG, SPREADSHEET, "' OR '1'='1", "../../etc/passwd", "a\x00b")
# For whatever expects a number, a day or a choice.
WRONG = ("NaN", "1e400", "-1", "9" * 40, "๓๑/๐๒/๒๕๖๘", "31/02/2568", "true", "[]", "")


class _Marks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs if name.startswith("onpwn")]
        if tag == "pwn" or names:
            self.found.append(self.get_starttag_text() or tag)


def broken_out(html: str) -> list[str]:
    """Elements of the page that a payload made or changed."""
    marks = _Marks()
    marks.feed(html)
    return marks.found
