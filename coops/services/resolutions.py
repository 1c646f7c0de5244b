"""What the joint working group resolved, recorded with whatever it decided."""

from datetime import date
from typing import Any, NotRequired, TypedDict

from django.core.exceptions import ValidationError
from django.utils import timezone

from coops.choices import Department
from coops.models import WorkingGroupMember, WorkingGroupResolution
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import User


class MemberValues(TypedDict):
    name: str
    department: str
    position: str


class ResolutionValues(TypedDict):
    """`document` is an uploaded file; the others are as written in the minutes."""

    meeting_no: str
    meeting_on: date
    resolution: str
    document_no: str
    document_on: date
    members: list[MemberValues]
    document: NotRequired[Any]
    is_sample: NotRequired[bool]


@recorded("coops.resolution.recorded")
def resolution_record(
    *, actor: User | None, fiscal_year: int, values: ResolutionValues
) -> WorkingGroupResolution:
    """Raises InvalidInput naming everything that is missing. Who may is asked by the caller."""
    columns = {name: value for name, value in values.items() if name != "members" and value}
    resolution = WorkingGroupResolution(fiscal_year=fiscal_year, **columns)
    members = [
        WorkingGroupMember(resolution=resolution, number=number, **member)
        for number, member in enumerate(values["members"], start=1)
    ]
    problems = [*_column_problems(resolution), *_member_problems(members)]
    if problems:
        raise InvalidInput(problems)
    resolution.save()
    WorkingGroupMember.objects.bulk_create(members)
    return resolution


def _column_problems(resolution: WorkingGroupResolution) -> list[tuple[str, str]]:
    try:
        resolution.clean_fields()
    except ValidationError as invalid:
        return [(f"/{name}", found[0]) for name, found in invalid.message_dict.items()]
    if resolution.meeting_on > timezone.localdate():
        return [("/meeting_on", "วันประชุมต้องไม่เป็นวันในอนาคต")]
    return []


def _member_problems(members: list[WorkingGroupMember]) -> list[tuple[str, str]]:
    """The group is a joint one: somebody of either department has to sit in it."""
    absent = [unit for unit in Department if unit not in {m.department for m in members}]
    problems = [("/members", f"ต้องมีคณะทำงานจาก{unit.label}อย่างน้อยหนึ่งคน") for unit in absent]
    if any(not member.name.strip() or not member.position.strip() for member in members):
        problems.append(("/members", "คณะทำงานทุกคนต้องมีชื่อและตำแหน่ง"))
    return problems
