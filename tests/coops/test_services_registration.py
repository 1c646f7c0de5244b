"""New institutions, names that are alike, mergers and splits."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from coops.models import DuplicatePair, Institution, InstitutionType, Reorganisation
from coops.selectors.duplicates import PairChoice, duplicate_pairs
from coops.services import (
    LikelyDuplicates,
    NewInstitution,
    duplicate_decide,
    duplicates_find,
    institution_merge,
    institution_register,
    institution_split,
)
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit, User
from tests.conftest import UserMaker
from tests.coops.register_rows import paper
from tests.coops.rows import make_group, make_institution
from tests.coops.test_services_register import actions, fresh, refusal

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)


def new(name: str = "สหกรณ์การเกษตรบ้านใหม่ จำกัด", **changes: Any) -> NewInstitution:
    values: dict[str, Any] = {
        "registration_no": "กพ 1-2567",
        "name": name,
        "type": InstitutionType.objects.get(code="agricultural"),
        "office": OrgUnit.objects.get(code="50"),
        "level": "primary",
        "district": "เมือง",
        "accounting_year_end_month": 3,
        "accounting_year_end_day": 31,
    }
    made: Any = {**values, **changes}
    return made  # type: ignore[no-any-return]


def test_new_institution_begins_with_its_registration(officer: User) -> None:
    row = institution_register(actor=officer, values=new(), paper=paper(DAY))

    first = row.standing_changes.get()
    assert (row.standing, row.registered_on, row.sector) == ("new", DAY, "agricultural")
    assert (first.before, first.standing, first.document_no) == ("", "new", "ชม 0010/12")
    assert str(first) == "จดทะเบียน: จัดตั้งใหม่"
    assert actions(Institution, id=row.pk) == ["coops.institution.registered"]


def test_everything_wrong_with_a_new_institution_is_named(officer: User) -> None:
    make_institution(registration_no="กพ ๑-2567")
    kind = InstitutionType.objects.get(code="rice_farming")
    wrong = new(type=kind, level="national_federation", accounting_year_end_day=40, name=" ")
    errors = refusal(institution_register, actor=officer, values=wrong, paper=paper(DAY))

    assert errors == [
        ("/name", "ฟิลด์นี้เว้นว่างไม่ได้"),
        ("/accounting_year_end_day", "ไม่มีวันที่ 40 เดือน 3"),
        ("/level", "กลุ่มเกษตรกรเป็นระดับปฐมภูมิทั้งหมด"),
        ("/registration_no", "มีเลขทะเบียนนี้ในทะเบียนแล้ว"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "สหกรณ์การเกษตรบานใหม จำกัด",
        "สหกรณ์ การเกษตร บ้านใหม่ (จำกัด)",
        "สหกรณ์การเกษตรบ้านใหม",
    ],
)
def test_likely_duplicate_is_shown_before_anything_is_stored(officer: User, name: str) -> None:
    old = make_institution(name="สหกรณ์การเกษตรบ้านใหม่ จำกัด")
    with pytest.raises(LikelyDuplicates) as found:
        institution_register(actor=officer, values=new(name), paper=paper(DAY))

    assert [(row.pk, row.similarity) for row in found.value.rows] == [(old.pk, Decimal(1))]
    assert Institution.objects.count() == 1


def test_reason_lets_a_similar_name_in_and_is_remembered(officer: User) -> None:
    old = make_institution(name="สหกรณ์การเกษตรบ้านใหม่ จำกัด")
    row = institution_register(actor=officer, values=new(), paper=paper(DAY), reason="คนละอำเภอ")

    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second, pair.decision) == (old, row, "different")
    assert (pair.reason, pair.decided_by) == ("คนละอำเภอ", officer)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("สหกรณ์การเกษตรหนองบัว จำกัด", {}),
        ("สหกรณ์การเกษตรบ้านใหม่หมู่ 4 จำกัด", {}),
        ("สหกรณ์ออมทรัพย์บ้านใหม่ จำกัด", {"type": "savings"}),
        ("สหกรณ์การเกษตรบ้านใหม่ จำกัด", {"office": "51"}),
    ],
)
def test_other_names_numbers_types_and_provinces_are_no_duplicates(
    officer: User, name: str, fields: dict[str, Any]
) -> None:
    make_institution(name=name, **fields)

    institution_register(actor=officer, values=new(), paper=paper(DAY))


@pytest.fixture
def alike() -> list[Institution]:
    names = (
        "สหกรณ์การเกษตรดอยคำสามัคคี จำกัด",
        "สหกรณ์การเกษตร ดอยคำสามัคคี",
        "สหกรณ์การเกษตรดอยคำสามัคคีใต้",
    )
    return [make_institution(name=name) for name in names]


def test_pairs_are_found_by_set_and_decisions_stay(
    alike: list[Institution], officer: User, make_user: UserMaker
) -> None:
    keeper = make_user(Role.REGISTRAR)
    make_institution("51", name=alike[0].name)
    assert duplicates_find(actor=keeper) == 3
    first = DuplicatePair.objects.get(similarity=1)
    assert {first.first, first.second} == set(alike[:2])

    duplicate_decide(actor=officer, pair=first, decision="same", reason="พิมพ์สองครั้ง")
    alike[2].name = "สหกรณ์การเกษตรไกลโพ้น จำกัด"
    alike[2].save()
    assert duplicates_find(actor=keeper) == 0
    kept = DuplicatePair.objects.get()
    assert (kept.decision, kept.reason) == ("same", "พิมพ์สองครั้ง")
    assert actions(DuplicatePair)[-1] == "coops.duplicates.found"


def test_pairs_are_seen_and_decided_in_their_own_offices(
    alike: list[Institution], officer: User, outsider: User, make_user: UserMaker
) -> None:
    with pytest.raises(NotAllowed):
        duplicates_find(actor=officer)
    duplicates_find(actor=make_user(Role.PLANNER))
    pair = DuplicatePair.objects.all()[0]

    assert duplicate_pairs(officer, PairChoice()).count() == 3
    assert duplicate_pairs(outsider, PairChoice()).count() == 0
    with pytest.raises(NotAllowed, match="ตัดสินได้เฉพาะ"):
        duplicate_decide(actor=outsider, pair=pair, decision="same", reason="x")
    assert refusal(duplicate_decide, actor=officer, pair=pair, decision="?", reason=" ") == [
        ("/decision", "กรุณาเลือกผล"),
        ("/reason", "กรุณากรอกเหตุผล"),
    ]


def test_merged_ones_are_struck_off_and_keep_their_history(chief: User) -> None:
    one, two, made = make_institution(), make_institution(standing="suspended"), make_institution()
    merger = institution_merge(
        actor=chief, institution=one, version=1, others=[two], successor=made, paper=paper(DAY)
    )

    assert [fresh(row).standing for row in (one, two, made)] == [
        "struck_off",
        "struck_off",
        "operating",
    ]
    assert two.standing_changes.get().before == "suspended"
    parts = set(merger.parts.values_list("institution", "is_successor"))
    assert parts == {(one.pk, False), (two.pk, False), (made.pk, True)}
    assert actions(Reorganisation) == ["coops.institution.merged"]


def test_merger_that_cannot_be_is_refused(
    chief: User, officer: User, make_user: UserMaker
) -> None:
    one, made = make_institution(), make_institution()
    put: dict[str, Any] = {"actor": chief, "institution": one, "version": 1, "paper": paper(DAY)}

    assert refusal(institution_merge, **put, others=[], successor=made)[0][0] == "/others"
    assert refusal(institution_merge, **put, others=[made], successor=one) == [
        ("/successor", "แห่งใหม่ต้องเป็นคนละแห่งกับที่ควบเข้ากัน")
    ]
    assert refusal(institution_merge, **put, others=[make_group()], successor=made) == [
        ("/successor", "ต้องเป็นชนิดเดียวกันทั้งหมด สหกรณ์ควบหรือแยกเป็นกลุ่มเกษตรกรไม่ได้")
    ]
    gone = make_institution(standing="struck_off", name="สหกรณ์หาย")
    assert refusal(institution_merge, **put, others=[gone], successor=made) == [
        ("/others", "สหกรณ์หาย ถูกถอนชื่อแล้ว")
    ]
    with pytest.raises(NotAllowed):
        institution_merge(**put, others=[make_institution("51")], successor=made)
    with pytest.raises(NotAllowed):
        institution_merge(**{**put, "actor": officer}, others=[made], successor=made)
    assert not Reorganisation.objects.exists()


def test_merger_before_a_stored_change_is_refused(chief: User) -> None:
    one, two = make_institution(), make_institution(name="สหกรณ์สอง")
    two.standing_changes.create(effective_on=DAY, before="new", standing="operating")
    with pytest.raises(RuleViolation, match="สหกรณ์สอง มีการเปลี่ยนสถานะในวันนั้นหรือหลังจากนั้น"):
        institution_merge(
            actor=chief,
            institution=one,
            version=1,
            others=[two],
            successor=make_institution(),
            paper=paper(DAY),
        )


def test_split_leaves_the_old_one_in_the_register(chief: User) -> None:
    old, made = make_institution(), make_institution()
    split = institution_split(
        actor=chief, institution=old, version=1, successors=[made], paper=paper(DAY)
    )

    assert (fresh(old).standing, fresh(old).version) == ("operating", 2)
    assert dict(split.parts.values_list("institution", "is_successor")) == {
        old.pk: False,
        made.pk: True,
    }
    with pytest.raises(InvalidInput):
        institution_split(
            actor=chief, institution=old, version=2, successors=[old], paper=paper(DAY)
        )
