"""Whether a person may use a power over an institution on a day: by his post, or by delegation.

Sections 15 and 16 of the Act: the registrar is the director-general; deputies, inspectors and
officials use what a section gives them by name, and what an order of the registrar delegates.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cpd_portal.thai.dates import format_date
from registrar.choices import Basis, Delegate, Holder
from registrar.framework import Power

HOLDER_OF = {
    Delegate.DEPUTY: Holder.DEPUTY,
    Delegate.INSPECTOR: Holder.INSPECTOR,
    Delegate.OFFICIAL: Holder.OFFICIAL,
}
REGISTRAR = str(Holder.REGISTRAR.label)
GROUP_REGISTRAR = "นายทะเบียนกลุ่มเกษตรกร"
ON_BEHALF = "ปฏิบัติการแทน"
UNVERIFIED_POWER = "ข้อกฎหมายนี้นิติกรยังไม่ยืนยัน ต้องให้นิติกรยืนยันก่อนลงนามคำสั่ง"
UNVERIFIED_ORDER = "คำสั่งมอบอำนาจนี้นิติกรยังไม่ตรวจกับต้นฉบับ"
NO_GAZETTE = "ยังไม่มีข้อมูลการประกาศคำสั่งมอบอำนาจในราชกิจจานุเบกษา (มาตรา 16 วรรคสาม)"
ACTING = "ผู้ลงนามเป็นผู้รักษาหรือปฏิบัติราชการแทน ให้ตรวจว่าคำสั่งครอบคลุมอำนาจนี้"


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the person on the day. `title` is the position as it stands under the
    signature, with the words of an acting holder, `rank` the second line. `assigned`: the
    registrar's own assignment, which makes an official one of the section."""

    holder: Holder
    unit: str
    covers_all: bool
    title: str
    rank: str = ""
    acting: bool = False
    assigned: bool = False

    def covers(self, office: str) -> bool:
        return self.covers_all or self.unit == office


@dataclass(frozen=True, slots=True)
class Grant:
    """What the rules read of a delegation. `key` finds it again; `person` is the user's key."""

    key: str
    order: str
    delegate: Delegate
    powers: frozenset[str]
    unit: str | None
    person: int | None
    area: frozenset[str]
    kind: str
    max_amount: Decimal | None
    starts_on: date
    ends_on: date | None
    revoked_on: date | None
    verified: bool
    in_gazette: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """The institution: its kind, type and the code of its office."""

    kind: str
    type_code: str
    office: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """`capacity`: the lines under the signature. `grant` is the key of the delegation used."""

    allowed: bool
    capacity: tuple[str, ...] = ()
    basis: Basis | None = None
    grant: str | None = None
    warnings: tuple[str, ...] = ()
    reason: str = ""


def refused(reason: str) -> Ruling:
    return Ruling(False, reason=reason)


def authority(
    power: Power,
    subject: Subject,
    *,
    posts: Sequence[Post],
    grants: Sequence[Grant],
    person: int,
    day: date,
    amount: Decimal | None = None,
) -> Ruling:
    """By the post before by delegation; a refusal says what is nearest to being met."""
    if not power.is_in_force(day):
        return refused(f"{power.section} ไม่ได้ใช้บังคับในวันที่ {format_date(day)}")
    if not power.bears_on(subject.kind, subject.type_code):
        return refused(f"{power.section} ใช้กับ{power.kind.label}เท่านั้น ไม่ใช้กับสถาบันนี้")
    own = next(_own(power, subject, posts), None)
    if own is not None:
        return own
    return _by_delegation(power, subject, posts, grants, person, day, amount)


def _own(power: Power, subject: Subject, posts: Iterable[Post]) -> Iterator[Ruling]:
    """Posts to which the section itself gives the power; an official needs an assignment."""
    for post in posts:
        named = post.holder in power.holders
        if post.holder == Holder.OFFICIAL:
            named = named and post.assigned
        if named and post.covers(subject.office):
            warnings = tuple(_of_power(power, acting=post.acting))
            yield Ruling(True, _lines(post.title, post.rank), Basis.OFFICE, warnings=warnings)


def _by_delegation(
    power: Power,
    subject: Subject,
    posts: Sequence[Post],
    grants: Sequence[Grant],
    person: int,
    day: date,
    amount: Decimal | None,
) -> Ruling:
    refusals = []
    for grant in grants:
        if power.code not in grant.powers:
            continue
        post = _receiver(grant, subject, posts, person)
        if post is None:
            continue
        obstacle = _obstacle(grant, subject, day, amount)
        if obstacle:
            refusals.append(f"{grant.order} {obstacle}")
        elif not power.delegable:
            refusals.append(f"{power.section} มอบอำนาจไม่ได้")
        else:
            return _allowed(power, grant, post)
    return refused(refusals[0] if refusals else _nobody(power, posts))


def _receiver(grant: Grant, subject: Subject, posts: Iterable[Post], person: int) -> Post | None:
    """The post by which the person receives it: at the unit of the order, else at the office of
    the institution."""
    if grant.person is not None and grant.person != person:
        return None
    unit = grant.unit or subject.office
    holder = HOLDER_OF[grant.delegate]
    return next((post for post in posts if post.holder == holder and post.unit == unit), None)


def _obstacle(grant: Grant, subject: Subject, day: date, amount: Decimal | None) -> str:
    if grant.revoked_on is not None and grant.revoked_on <= day:
        return f"ถูกยกเลิกแล้วเมื่อ {format_date(grant.revoked_on)}"
    if day < grant.starts_on:
        return f"มีผลตั้งแต่ {format_date(grant.starts_on)}"
    if grant.ends_on is not None and day > grant.ends_on:
        return f"สิ้นผลเมื่อ {format_date(grant.ends_on)}"
    if grant.area and subject.office not in grant.area:
        return "ไม่ครอบคลุมพื้นที่ของสถาบันนี้"
    if grant.kind and grant.kind != subject.kind:
        return "ไม่ครอบคลุมสถาบันชนิดนี้"
    return _over_limit(grant.max_amount, amount)


def _over_limit(limit: Decimal | None, amount: Decimal | None) -> str:
    if limit is None:
        return ""
    if amount is None:
        return f"จำกัดวงเงินไม่เกิน {limit:,.2f} บาท ต้องระบุจำนวนเงิน"
    return f"จำกัดวงเงินไม่เกิน {limit:,.2f} บาท" if amount > limit else ""


def _allowed(power: Power, grant: Grant, post: Post) -> Ruling:
    warnings = list(_of_power(power, acting=post.acting))
    if not grant.verified:
        warnings.append(UNVERIFIED_ORDER)
    if not grant.in_gazette:
        warnings.append(NO_GAZETTE)
    principal = GROUP_REGISTRAR if power.for_groups else REGISTRAR
    capacity = _lines(post.title, f"{post.rank} {ON_BEHALF}".strip(), principal)
    return Ruling(True, capacity, Basis.DELEGATION, grant.key, tuple(warnings))


def _of_power(power: Power, *, acting: bool) -> Iterator[str]:
    if not power.verified:
        yield UNVERIFIED_POWER
    if acting:
        yield ACTING


def _lines(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


def _nobody(power: Power, posts: Sequence[Post]) -> str:
    names = " หรือ ".join(str(holder.label) for holder in power.holders)
    by_order = " และไม่มีคำสั่งมอบอำนาจที่ครอบคลุม" if power.delegable else ""
    return f"{power.section} เป็นอำนาจของ{names} บัญชีนี้ไม่ได้ดำรงตำแหน่งนั้น{by_order}"
