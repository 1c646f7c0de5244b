"""Shipped figures: version 1, and when they give way."""

from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.registry import FigureSet
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.figures.services import figures_sign
from cpd_portal.core.models import User
from tests.figures.test_services import propose
from tests.figures.thresholds import CODE, content


def test_first_load_is_version_one_and_unverified(db: None, figures: FigureSet) -> None:
    count = load_shipped(figures, content(ก="10"), "ตัวอย่าง")

    version = FigureVersion.objects.of(CODE).get()
    assert count.created == 1
    assert (version.number, version.state, version.verified) == (1, FigureState.IN_FORCE, False)


def test_second_load_changes_nothing(db: None, figures: FigureSet) -> None:
    load_shipped(figures, content(ก="10"), "ตัวอย่าง")

    assert load_shipped(figures, content(ก="10"), "ตัวอย่าง").unchanged == 1
    assert FigureVersion.objects.of(CODE).count() == 1


def test_changed_file_becomes_next_version(db: None, figures: FigureSet) -> None:
    load_shipped(figures, content(ก="10"), "ตัวอย่าง")

    load_shipped(figures, content(ก="11"), "ตัวอย่าง")

    states = FigureVersion.objects.of(CODE).order_by("number").values_list("state", flat=True)
    assert list(states) == [FigureState.SUPERSEDED, FigureState.IN_FORCE]


def test_changed_file_leaves_signed_version_in_force(
    proposer: User, signer: User, figures: FigureSet, shipped: FigureVersion
) -> None:
    signed = figures_sign(actor=signer, version=propose(proposer, figures))

    assert load_shipped(figures, content(ก="99"), "ตัวอย่าง").unchanged == 1
    assert version_in_force(CODE) == signed


def test_years_of_a_dated_set_are_kept_apart(db: None, figures: FigureSet) -> None:
    for year in (2566, 2567):
        load_shipped(figures, content(ก="10"), "ตัวอย่าง", year)

    assert FigureVersion.objects.of(CODE, 2566).get().number == 1
    assert FigureVersion.objects.of(CODE, 2567).in_force().count() == 1
