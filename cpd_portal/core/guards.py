"""Who may take a step of the submissions and of their corrections."""

from cpd_portal.core.choices import Acting, OrgUnitKind, Role
from cpd_portal.core.entry_forms import EntryForm, entry_form, entry_forms
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models.people import User
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.core.models.submissions import Submission
from cpd_portal.core.signing import capacity

OWN_WORK = "ผู้ที่บันทึกหรือส่งข้อมูลเองตรวจทานหรืออนุมัติไม่ได้ ต้องให้ผู้อื่นทำ"


def require_role(actor: User, office: OrgUnit, *roles: Role) -> None:
    if not actor.has_role(*roles, at=office):
        names = " หรือ ".join(role.label for role in roles)
        raise NotAllowed(f"ต้องเป็น{names}ของ{office.name}จึงจะทำขั้นตอนนี้ได้")


def is_headquarters_chief(user: User) -> bool:
    return any(
        membership.role == Role.CHIEF and membership.org_unit.is_headquarters
        for membership in user.active_memberships
    )


def is_national_administrator(user: User) -> bool:
    """Administrator of the department itself."""
    return any(
        membership.role == Role.ADMINISTRATOR
        and membership.org_unit.kind == OrgUnitKind.DEPARTMENT
        for membership in user.active_memberships
    )


def require_headquarters(actor: User) -> None:
    if not is_headquarters_chief(actor):
        raise NotAllowed("ต้องเป็นหัวหน้าหน่วยงานส่วนกลางจึงจะทำขั้นตอนนี้ได้")


def may_approve(user: User, form: EntryForm) -> bool:
    """The roles that the form names, held at headquarters; else the chiefs of headquarters."""
    if not form.approvers:
        return is_headquarters_chief(user)
    return any(
        membership.role in form.approvers and membership.org_unit.is_headquarters
        for membership in user.active_memberships
    )


def forms_approved_by(user: User) -> list[str]:
    """Codes of the forms."""
    return [form.code for form in entry_forms() if may_approve(user, form)]


def approves_as(user: User, form: EntryForm) -> str:
    """The capacity of who approves for somebody else; "" for a holder of the post."""
    held = [
        membership
        for membership in user.active_memberships
        if membership.role in (form.approvers or {Role.CHIEF})
        and membership.org_unit.is_headquarters
    ]
    if not held or any(membership.acting == Acting.NONE for membership in held):
        return ""
    return capacity(held[0])


def require_approver(actor: User, submission: Submission) -> None:
    form = entry_form(submission.period.form)
    if not form.approvers:
        require_headquarters(actor)
    elif not may_approve(actor, form):
        names = " หรือ ".join(sorted(str(role.label) for role in form.approvers))
        raise NotAllowed(f"ต้องเป็น{names}จึงจะทำขั้นตอนนี้ได้")


def require_other_person(actor: User, submission: Submission, *own: int | None) -> None:
    """Nobody approves what he typed or sent; `own` are further people whose work it is."""
    authors = entry_form(submission.period.form).authors(submission)
    if actor.pk in {*authors, *own}:
        raise RuleViolation(OWN_WORK)
