"""The assessment form as it is printed: blank for a rule set, or filled for an institution."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from coops import rules
from coops.assessment_words import condition_words, tier_words
from coops.choices import DefectStatus, Kind, Standing
from coops.models import Assessment, RuleSet
from coops.rules.accounting import year_end_words
from coops.selectors.signing import head_of
from cpd_portal.thai.spacing import NBSP

DOTS = "." * 60
BOX = f"({NBSP * 3})"
HEAD = "สหกรณ์จังหวัด"


@dataclass(frozen=True)
class PaperRow:
    code: str
    title: str
    maximum: Decimal
    points: str


@dataclass(frozen=True)
class PaperDimension:
    number: int
    title: str
    maximum: Decimal
    points: str
    rows: list[PaperRow]


@dataclass(frozen=True)
class PaperForm:
    """Empty texts are lines to fill by hand."""

    title: str
    fiscal_year: int
    rules_words: str
    heading: list[tuple[str, str]]
    dimensions: list[PaperDimension]
    conditions: list[tuple[str, str]]
    total: str
    result: str
    head: str

    @property
    def signs(self) -> tuple[str, ...]:
        """Who signs, from left to right."""
        return ("ผู้ประเมิน", "หัวหน้ากลุ่ม", self.head)


def blank_form(rule_set: RuleSet) -> PaperForm:
    """To be filled by hand where the line is down."""
    pure = rule_set.rules
    names = ("ชื่อ", "เลขทะเบียน", "ประเภท", "สำนักงาน", "วันสิ้นปีบัญชี")
    return PaperForm(
        title=_title(rule_set),
        fiscal_year=rule_set.fiscal_year,
        rules_words=pure.identifier,
        heading=[(name, DOTS) for name in names],
        dimensions=_dimensions(pure, {}),
        conditions=_blank_conditions(pure),
        total="",
        result=_boxes(["ชั้น 1", "ชั้น 2", "ชั้น 3", "ไม่นำมาประเมิน"]),
        head=HEAD,
    )


def filled_form(row: Assessment) -> PaperForm:
    """Reads `institution__type`, `office` and `rule_set` of the assessment."""
    pure, institution = row.rule_set.rules, row.institution
    month, day = institution.accounting_year_end_month, institution.accounting_year_end_day
    return PaperForm(
        title=_title(row.rule_set),
        fiscal_year=row.fiscal_year,
        rules_words=pure.identifier,
        heading=[
            ("ชื่อ", institution.name),
            ("เลขทะเบียน", institution.registration_no),
            ("ประเภท", institution.type.title),
            ("สำนักงาน", row.office.name),
            ("วันสิ้นปีบัญชี", year_end_words(month, day)),
        ],
        dimensions=_dimensions(pure, row.points),
        conditions=list(condition_words(row).items()),
        total=rules.plain(row.total) if row.total is not None else "",
        result=tier_words(row),
        head=head_of(row.office),
    )


def _title(rule_set: RuleSet) -> str:
    sector = f" {rule_set.get_sector_display()}" if rule_set.sector else ""
    return f"แบบประเมินความเข้มแข็ง{rule_set.get_kind_display()}{sector}"


def _dimensions(rule_set: rules.RuleSet, points: Mapping[str, str]) -> list[PaperDimension]:
    return [
        PaperDimension(
            number=part.number,
            title=part.title,
            maximum=part.maximum,
            points=_sum([points.get(one.code, "") for one in part.indicators]),
            rows=[
                PaperRow(one.code, one.title, one.maximum, points.get(one.code, ""))
                for one in part.indicators
            ],
        )
        for part in rule_set.dimensions
    ]


def _sum(points: list[str]) -> str:
    """ "" until every indicator of the dimension has its points."""
    return rules.plain(sum(map(Decimal, points), Decimal(0))) if all(points) else ""


def _blank_conditions(rule_set: rules.RuleSet) -> list[tuple[str, str]]:
    return [
        ("สถานะ ณ วันประเมิน", _boxes(Standing.labels)),
        *_blank_years(rule_set.kind),
        ("สถานะข้อบกพร่อง", _boxes(DefectStatus.labels)),
    ]


def _blank_years(kind: Kind) -> Iterator[tuple[str, str]]:
    yes_no = _boxes(["ใช่", "ไม่ใช่"])
    if kind == Kind.COOPERATIVE:
        yield "ขาดทุนปีล่าสุด", yes_no
        yield "ขาดทุนปีก่อนหน้า", yes_no
        return
    yield "จัดสรรและจ่ายกำไรสุทธิ ปีล่าสุด", yes_no
    yield "จัดสรรและจ่ายกำไรสุทธิ ปีก่อนหน้า", yes_no
    yield "จำนวนวันที่จัดทำงบการเงิน", f"{'.' * 20} วัน"


def _boxes(labels: list[str]) -> str:
    return f"{NBSP * 2} ".join(f"{BOX}{NBSP}{label}" for label in labels)
