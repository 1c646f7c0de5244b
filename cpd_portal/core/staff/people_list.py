"""A list of people as it is pasted from a spreadsheet."""

from cpd_portal.core.staff.rules import role_of
from cpd_portal.core.staff.services import NewPerson

MOST = 100
FEWEST_CELLS, MOST_CELLS = 3, 5


def read_people(text: str) -> tuple[list[NewPerson], list[str]]:
    """The people, and what is wrong with the lines; empty lines are left out."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        return [], [f"ครั้งละไม่เกิน {MOST} คน รายการนี้มี {len(lines)} คน"]
    people, problems = [], []
    for number, line in enumerate(lines, start=1):
        person = _person(_cells(line))
        if isinstance(person, str):
            problems.append(f"บรรทัดที่ {number}: {person}")
        else:
            people.append(person)
    return people, problems


def _cells(line: str) -> list[str]:
    mark = "\t" if "\t" in line else ","
    return [" ".join(cell.split()) for cell in line.split(mark)]


def _person(cells: list[str]) -> NewPerson | str:
    """Words for what is wrong, where something is."""
    if not FEWEST_CELLS <= len(cells) <= MOST_CELLS:
        return "ต้องมีชื่อผู้ใช้ ชื่อ-นามสกุล และบทบาท คั่นด้วยแท็บหรือเครื่องหมายจุลภาค"
    username, full_name, words, *more = cells
    role = role_of(words)
    if role is None:
        return f"ไม่รู้จักบทบาท “{words}”"
    position, email = [*more, "", ""][:2]
    return NewPerson(
        username=username.lower(), full_name=full_name, role=role, position=position, email=email
    )
