import pytest

from cpd_portal.core.documents.registry import all_reports, find_report, register
from cpd_portal.core.documents.report import Report
from tests.documents.sample_reports import SampleRegister

pytestmark = pytest.mark.usefixtures("sample_register")


def test_register_second_report_of_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="^two reports are called sample-register$"):
        register(SampleRegister)


def test_all_reports_are_ordered_and_complete() -> None:
    identifiers = [report.identifier for report in all_reports()]
    assert identifiers == sorted(set(identifiers))
    assert {"sample-register"} <= set(identifiers)


def test_find_report_unknown_name_is_none() -> None:
    assert find_report("nothing") is None


def test_every_report_can_make_each_of_its_formats() -> None:
    for report in all_reports():
        assert report.formats, report.identifier
        needs_table = set(report.formats) - {"pdf", "docx"} or not report.template
        makes_columns = type(report).columns_of is not Report.columns_of
        assert not needs_table or report.columns or makes_columns, report.identifier
        assert len(report.identifier) <= 60
