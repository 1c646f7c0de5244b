"""The tier conditions of a year: from the workbook to rule sets in force, with a resolution."""

from datetime import date
from typing import Any

import pytest

from coops.figures.condition_content import content_of
from coops.figures.condition_sheets import BOUNDS_SHEET, CUT_OFF_SHEET, read, rows_of
from coops.figures.conditions import CONDITIONS_CODE, CONDITIONS_SET
from coops.loading import load
from coops.models import Assessment, ClassificationRun, RuleSet
from coops.rules import RuleSet as Rules
from coops.services.conditions import NO_RESOLUTION, conditions_resolve
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.figures.services import figures_sign, figures_work, new_version
from cpd_portal.core.imports.table import SheetRow
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.coops.facts import cooperative
from tests.coops.rows import make_assessment, make_official, make_population
from tests.coops.test_run_decisions import resolution

pytestmark = pytest.mark.django_db
YEAR = 2567


def shipped(year: int = YEAR) -> FigureVersion:
    found = version_in_force(CONDITIONS_CODE, year)
    assert found is not None
    return found


def sheet_rows(content: Any, **changed: str) -> list[SheetRow]:
    """The workbook of a content; `changed` cells go into its first row of bounds."""
    written = rows_of(content)
    bounds = [dict(row) for row in written["bounds"]]
    bounds[0] |= changed
    return [
        SheetRow(sheet, number, row)
        for sheet, rows in ((BOUNDS_SHEET, bounds), (CUT_OFF_SHEET, written["cut_offs"]))
        for number, row in enumerate(rows, start=2)
    ]


def proposed(proposer: User, year: int = YEAR, minimum: str = "70") -> FigureVersion:
    """Tier 1 of agricultural cooperatives from another total."""
    content = shipped(min(year, YEAR)).content
    content["bounds"][0]["minimum"] = minimum
    content["cut_offs"][0]["cut_off"] = "2024-09-30"
    version: FigureVersion = new_version(CONDITIONS_SET, year, content, FigureState.PROPOSED)
    version.proposed_by, version.source = proposer, "มติ"
    version.save()
    figures_work(version_id=version.pk)
    version.refresh_from_db()
    return version


@pytest.fixture
def proposer(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "agri")


def test_shipped_conditions_mean_the_shipped_rule_sets() -> None:
    """Written as a workbook and read again nothing changes, and the bounds are the same."""
    content = shipped().content
    assert read(YEAR, sheet_rows(content)).content == content
    stored = RuleSet.objects.get(identifier="cooperative-agricultural-2567")
    assert content_of({"cooperative/agricultural": stored.definition}, [])["bounds"] == [
        row for row in content["bounds"] if row["population"] == "cooperative/agricultural"
    ]
    assert not shipped().verified
    assert not shipped(2566).verified


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"minimum": "สูง"}, "ต้องเป็นคะแนน 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง"),
        ({"minimum": "100.5"}, "ต้องเป็นคะแนน 0 ถึง 100 ทศนิยมไม่เกิน 2 ตำแหน่ง"),
        ({"minimum": "50"}, "คะแนนของชั้น 1 ต้องไม่ต่ำกว่าชั้น 2"),
        ({"years": "ปีหน้า"}, "ต้องเป็นอย่างใดอย่างหนึ่ง: ทั้งสองปี / ปีล่าสุด"),
        ({"within_days": "30"}, "ใช้กับกลุ่มเกษตรกรเท่านั้น ให้เว้นว่าง"),
        (
            {"allowed": "ไม่มีข้อบกพร่อง / ดี"},
            "ไม่รู้จักสถานะข้อบกพร่อง “ดี” คั่นแต่ละสถานะด้วยเครื่องหมาย /",
        ),
        (
            {"allowed": "ไม่มีข้อบกพร่อง / อยู่ระหว่างแก้ไข"},
            "สถานะที่ผ่านชั้น 1 ต้องผ่านชั้น 2 ด้วย",
        ),
        ({"tier": "ชั้น 2"}, "ซ้ำกับแถวที่ 2"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(changed: dict[str, str], message: str) -> None:
    findings = read(YEAR, sheet_rows(shipped().content, **changed)).findings
    assert message in [finding.message for finding in findings]


def test_population_left_out_is_named() -> None:
    rows = [
        row for row in sheet_rows(shipped().content) if row.cells["population"] != "กลุ่มเกษตรกร"
    ]
    assert [finding.message for finding in read(YEAR, rows).findings] == [
        "กลุ่มเกษตรกร ต้องมีแถวของชั้น 1 และชั้น 2 และแถววันตัดสถานะข้อบกพร่อง"
    ]


def test_effects_are_counted_before_signing(proposer: User) -> None:
    make_assessment(facts=cooperative("75"), fiscal_year=YEAR)
    make_assessment(facts=cooperative("60"), fiscal_year=YEAR)
    version = proposed(proposer)
    assert (version.effects or [])[0] == [
        "สหกรณ์ภาคการเกษตร",
        "ชั้นสูงขึ้น 1 แห่ง ชั้นลดลง 0 แห่ง จาก 2 แห่ง",
    ]


def test_signing_without_resolution_is_refused(proposer: User, headquarters_chief: User) -> None:
    version = proposed(proposer)
    with pytest.raises(RuleViolation) as refused:
        figures_sign(actor=headquarters_chief, version=version)
    assert refused.value.message == NO_RESOLUTION
    version.refresh_from_db()
    assert version.is_proposed
    assert RuleSet.objects.count() == 6


def test_signed_conditions_are_the_next_versions_and_the_year_follows(
    proposer: User, headquarters_chief: User
) -> None:
    make_population(YEAR)
    member = make_assessment(facts=cooperative("75"), fiscal_year=YEAR)
    last_year = make_assessment(member.institution, cooperative("75"), fiscal_year=2566)
    version = proposed(proposer)
    kept = conditions_resolve(actor=proposer, version=version, values=resolution())
    figures_sign(actor=headquarters_chief, version=version)
    figures_work(version_id=version.pk)

    new = RuleSet.objects.of("cooperative", "agricultural", YEAR).in_force().get()
    assert (new.identifier, new.version) == ("cooperative-agricultural-2567-v2", 2)
    assert (new.status, new.resolution, new.cut_off) == ("official", kept, date(2024, 9, 30))
    assert new.rules.tiers_source == "มติคณะทำงานร่วม ครั้งที่ 2/2566 (กษ 1101/9)"
    old = RuleSet.objects.get(identifier="cooperative-agricultural-2567")
    assert (old.in_force, Rules.from_definition(old.definition).status) == (False, "provisional")
    member.refresh_from_db()
    assert (member.rule_set, member.tier) == (new, 1)
    assert (member.result or {})["rule_set"] == new.identifier
    run = ClassificationRun.objects.get()
    assert (run.fiscal_year, run.changed, run.started_by) == (YEAR, 1, None)
    last_year.refresh_from_db()
    assert (last_year.rule_set.identifier, last_year.tier) == ("cooperative-agricultural-2566", 2)


def test_proposer_does_not_sign(headquarters_chief: User) -> None:
    version = proposed(headquarters_chief)
    conditions_resolve(actor=headquarters_chief, version=version, values=resolution())
    with pytest.raises(NotAllowed):
        figures_sign(actor=headquarters_chief, version=version)


def test_conditions_of_an_official_year_stay(proposer: User, headquarters_chief: User) -> None:
    version = proposed(proposer)
    conditions_resolve(actor=proposer, version=version, values=resolution())
    make_official(YEAR)
    with pytest.raises(RuleViolation) as refused:
        figures_sign(actor=headquarters_chief, version=version)
    assert refused.value.message.startswith("แก้ไขไม่ได้ เพราะผลจัดชั้นปี 2567 เป็นทางการแล้ว")


def test_resolution_is_recorded_once(proposer: User) -> None:
    version = proposed(proposer)
    conditions_resolve(actor=proposer, version=version, values=resolution())
    with pytest.raises(RuleViolation) as refused:
        conditions_resolve(actor=proposer, version=version, values=resolution())
    assert refused.value.message == ("บันทึกมติของรุ่นนี้แล้ว หากไม่ถูกต้อง ให้ถอนข้อเสนอแล้วเสนอใหม่")


def test_first_conditions_of_a_new_year_begin_with_those_of_the_last(
    proposer: User, headquarters_chief: User
) -> None:
    version = proposed(proposer, year=2568)
    conditions_resolve(actor=proposer, version=version, values=resolution())
    figures_sign(actor=headquarters_chief, version=version)
    figures_work(version_id=version.pk)
    made = RuleSet.objects.of_year(2568).in_force().order_by("identifier")
    assert [(row.identifier, row.version) for row in made] == [
        ("cooperative-agricultural-2568", 1),
        ("cooperative-non-agricultural-2568", 1),
        ("farmer-group-2568", 1),
    ]
    assert made[0].title.endswith("ปีงบประมาณ พ.ศ. 2568")
    assert made[0].rules.indicators.keys() == made[1].rules.indicators.keys() | {"1.3"}
    assert not Assessment.objects.of_year(2568).exists()


def test_loading_reference_data_leaves_resolved_versions(
    proposer: User, headquarters_chief: User
) -> None:
    version = proposed(proposer)
    conditions_resolve(actor=proposer, version=version, values=resolution())
    figures_sign(actor=headquarters_chief, version=version)
    counts = load()
    assert not any(count.changed for count in counts.values())
    assert RuleSet.objects.of_year(YEAR).count() == 6
