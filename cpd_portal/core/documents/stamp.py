"""What every document says about itself: when it was read, by which rules, if it is sample."""

from cpd_portal.core.documents.report import ReportContext
from cpd_portal.thai.dates import format_datetime_long
from cpd_portal.thai.spacing import NBSP

SAMPLE_MARK = "ข้อมูลตัวอย่าง มิใช่ผลการดำเนินงานจริง"


def as_of_line(context: ReportContext) -> str:
    return f"ข้อมูล ณ วันที่{NBSP}{format_datetime_long(context.as_of)}"


def rule_line(context: ReportContext) -> str:
    return f"หลักเกณฑ์ {context.rule_version}" if context.rule_version else ""


def sample_line(context: ReportContext) -> str:
    return SAMPLE_MARK if context.is_sample else ""


def stamp_lines(context: ReportContext) -> list[str]:
    """The lines that apply, in the order of the printed footer."""
    lines = (sample_line(context), as_of_line(context), rule_line(context))
    return [line for line in lines if line]
