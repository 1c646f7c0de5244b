"""All reports of the portal, collected from the `reports` module of every app."""

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

from cpd_portal.core.documents.report import Report

if TYPE_CHECKING:
    from cpd_portal.core.models import User

AnyReport = Report[Any]
R = TypeVar("R", bound=type[AnyReport])

_reports: dict[str, AnyReport] = {}


def register(report_class: R) -> R:
    """Class decorator: the report appears in the catalogue and the API."""
    report = report_class()
    if report.identifier in _reports:
        raise ValueError(f"two reports are called {report.identifier}")
    _reports[report.identifier] = report
    return report_class


def unregister(identifier: str) -> None:
    """Take a report out again: a report that exists for one test only."""
    del _reports[identifier]


def all_reports() -> list[AnyReport]:
    """Ordered by identifier."""
    _discover()
    return [_reports[identifier] for identifier in sorted(_reports)]


def find_report(identifier: str) -> AnyReport | None:
    _discover()
    return _reports.get(identifier)


def reports_for(user: "User") -> list[AnyReport]:
    """The reports that the user may have."""
    return [report for report in all_reports() if may_have(user, report)]


def may_have(user: "User", report: AnyReport) -> bool:
    return user.is_active and (not report.roles or user.has_role(*report.roles))


def room_of(report: AnyReport) -> str:
    """The heading of the catalogue under which the report stands."""
    if report.room:
        return report.room
    config = apps.get_containing_app_config(type(report).__module__)
    return str(config.verbose_name) if config else ""


@cache
def _discover() -> None:
    autodiscover_modules("reports")
