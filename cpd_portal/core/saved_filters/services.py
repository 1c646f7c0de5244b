"""Keeping a filter and giving it up."""

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed
from cpd_portal.core.models.people import User
from cpd_portal.core.saved_filters.models import LONGEST_NAME, SavedFilter
from cpd_portal.core.saved_filters.registry import FilterPage, query_of

MOST = 20
"""Of one person on one page: all of them stand as links above the list, and have to be found
there on a phone without searching."""
TOO_MANY = f"บันทึกตัวกรองของหน้านี้ได้ไม่เกิน {MOST} ชื่อ ให้ลบชื่อที่ไม่ใช้แล้วก่อน หรือบันทึกทับชื่อเดิม"
NO_NAME = "กรุณาตั้งชื่อตัวกรอง"
LONG_NAME = f"ชื่อยาวเกิน {LONGEST_NAME} ตัวอักษร"
NOT_VALID = "ตัวกรองนี้มีค่าที่ใช้ไม่ได้ ให้กลับไปกรองใหม่แล้วบันทึก"


@recorded("core.saved_filter.saved")
def saved_filter_save(*, actor: User, page: FilterPage, name: str, query: str) -> SavedFilter:
    """Under a name that the person has on the page already, the filter replaces the one there.
    Only what the page's filter form finds valid is stored.

    Raises InvalidInput: no name or one too long, a filter that the page does not have, too many.
    """
    called = " ".join(name.split())
    kept = _checked(actor, page, called, query)
    User.objects.select_for_update().only("pk").get(pk=actor.pk)
    own = SavedFilter.objects.visible_to(actor).on_page(page.code)
    if own.exclude(name=called).count() >= MOST:
        raise InvalidInput([("/name", TOO_MANY)])
    row: SavedFilter
    row, _ = SavedFilter.objects.update_or_create(
        user=actor, page=page.code, name=called, defaults={"query": kept}
    )
    return row


@recorded("core.saved_filter.deleted")
def saved_filter_delete(*, actor: User, saved: SavedFilter) -> None:
    """Raises NotAllowed for somebody else's."""
    if saved.user_id != actor.pk:
        raise NotAllowed("ลบได้เฉพาะตัวกรองของตนเอง")
    saved.delete()


def _checked(actor: User, page: FilterPage, name: str, query: str) -> str:
    """The query as it is stored."""
    errors = []
    form = page.form_of(actor, query)
    if not name:
        errors.append(("/name", NO_NAME))
    if len(name) > LONGEST_NAME:
        errors.append(("/name", LONG_NAME))
    if not form.is_valid():
        errors.append(("/query", NOT_VALID))
    if errors:
        raise InvalidInput(errors)
    return query_of(form)
