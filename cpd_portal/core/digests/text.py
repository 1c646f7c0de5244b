"""Plain text of e-mails."""

from collections.abc import Sequence

from cpd_portal.thai.directions import without_directions

NO_ANSWER = "จดหมายนี้ส่งโดยระบบ ไม่ต้องตอบกลับ"


def part(title: str, lines: Sequence[str], *, at_most: int = 0, unit: str = "รายการ") -> str:
    """A heading and its lines; "" without lines. What is cut is counted."""
    if not lines:
        return ""
    shown = list(lines[:at_most] if at_most else lines)
    left = len(lines) - len(shown)
    more = [f"และอีก {left:,} {unit} ดูได้ในระบบ"] if left else []
    return "\n".join([title, *(f"- {line}" for line in shown), *more])


def letter_text(*parts: str) -> str:
    """Without the empty ones."""
    return "\n\n".join(part for part in parts if part) + "\n"


def one_line(text: str) -> str:
    """A typed line break must not look like another entry."""
    return " ".join(without_directions(text).split())
