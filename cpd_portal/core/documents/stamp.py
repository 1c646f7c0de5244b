"""What every document says about itself: when it was read, by which rules, if it is sample."""

from cpd_portal.core.documents.report import ReportContext
from cpd_portal.thai.dates import format_datetime_long
from cpd_portal.thai.spacing import NBSP

SAMPLE_MARK = "ข้อมูลตัวอย่าง มิใช่ผลการดำเนินงานจริง"


def as_of_line(context: ReportContext) -> str:
    return f"ข้อมูล ณ วันที่{NBSP}{format_datetime_long(context.as_of)}"


def nature_lines(context: ReportContext) -> list[str]:
    """What kind of figures these are: the sample mark and the rules, as far as they apply."""
    sample = [SAMPLE_MARK] if context.is_sample else []
    rules = [f"หลักเกณฑ์ {context.rule_version}"] if context.rule_version else []
    return sample + rules


def stamp_lines(context: ReportContext) -> list[str]:
    """Everything that is stamped on a document, a line each."""
    return [as_of_line(context), *nature_lines(context)]
