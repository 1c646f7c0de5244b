"""One visit with its questions: who answered what, where two differ, photos and findings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.forms import Form

from coops.choices import Kind
from cpd_portal.core.models import User
from inspection.checklists import Question, number_order, questions_of
from inspection.choices import Answer, PaperKind, Side
from inspection.models import Attachment, Defect, Visit, VisitAnswer
from inspection.selectors.appointments import inspectors_of


@dataclass(slots=True)
class QuestionLine:
    """`own` is the answer of who looks at the page, `finding` the form that opens a defect."""

    question: Question
    answers: list[VisitAnswer] = field(default_factory=list)
    own: VisitAnswer | None = None
    photos: list[Attachment] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    finding: Form | None = None

    @property
    def is_conflict(self) -> bool:
        """Two inspectors do not say the same."""
        return len({row.answer for row in self.answers}) > 1

    @property
    def is_problem(self) -> bool:
        return any(row.answer == Answer.PROBLEM for row in self.answers)

    @property
    def note(self) -> str:
        """What was found, by the own note before another's."""
        notes = [self.own.note if self.own else "", *(row.note for row in self.answers)]
        return next(filter(None, notes), "")

    @property
    def lacks_photo(self) -> bool:
        return self.is_problem and self.question.evidence and not self.photos

    @property
    def anchor(self) -> str:
        return f"q-{self.question.number.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class VisitPage:
    visit: Visit
    sides: list[tuple[Side, list[QuestionLine]]]
    team: list[User]
    able: set[User]
    """Those of the team whose appointment is in force today."""
    papers: list[Attachment]
    """Photos of no question, and papers."""
    signature: Attachment | None

    @property
    def lines(self) -> list[QuestionLine]:
        return [line for _, lines in self.sides for line in lines]

    @property
    def answered(self) -> int:
        return sum(bool(line.answers) for line in self.lines)

    @property
    def problems(self) -> int:
        return sum(line.is_problem for line in self.lines)

    @property
    def conflicts(self) -> list[QuestionLine]:
        return [line for line in self.lines if line.is_conflict]

    @property
    def unanswered(self) -> list[QuestionLine]:
        return [line for line in self.lines if not line.answers]


def visit_page(visit: Visit, viewer: User, today: date) -> VisitPage:
    """Four queries, however many questions."""
    lines = {number: QuestionLine(row) for number, row in questions_of(visit.checklist).items()}
    _add_answers(lines, visit, viewer)
    papers, signature = _add_papers(lines, visit)
    for defect in visit.defects.order_by("recorded_at"):
        if defect.question in lines:
            lines[defect.question].defects.append(defect)
    team = _team(visit, today)
    ordered = sorted(lines.values(), key=lambda line: number_order(line.question.number))
    able = {person for person, is_appointed in team.items() if is_appointed}
    return VisitPage(visit, _by_side(ordered), list(team), able, papers, signature)


def _team(visit: Visit, today: date) -> dict[User, bool]:
    """Whether each of the team may inspect today."""
    appointed = inspectors_of(visit.office, today, Kind(visit.institution.kind))
    rows = visit.inspectors.select_related("inspector").annotate(
        is_appointed=Exists(appointed.filter(inspector=OuterRef("inspector")))
    )
    return {row.inspector: row.is_appointed for row in rows}


def _add_answers(lines: dict[str, QuestionLine], visit: Visit, viewer: User) -> None:
    for answer in visit.answers.select_related("inspector").order_by("answered_at"):
        line = lines.get(answer.question)
        if line is None:
            continue
        line.answers.append(answer)
        if answer.inspector_id == viewer.pk:
            line.own = answer


def _add_papers(
    lines: dict[str, QuestionLine], visit: Visit
) -> tuple[list[Attachment], Attachment | None]:
    others, signature = [], None
    for paper in visit.attachments.order_by("uploaded_at"):
        if paper.kind == PaperKind.SIGNATURE:
            signature = paper
        elif paper.question in lines:
            lines[paper.question].photos.append(paper)
        else:
            others.append(paper)
    return others, signature


def _by_side(lines: Iterable[QuestionLine]) -> list[tuple[Side, list[QuestionLine]]]:
    groups: dict[Side, list[QuestionLine]] = defaultdict(list)
    for side, rows in groupby(lines, key=lambda line: line.question.side):
        groups[side] += rows
    return list(groups.items())
