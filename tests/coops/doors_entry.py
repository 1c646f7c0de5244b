"""Who meets what at corrections, general meetings, letters, handover."""

from datetime import date

from coops.entry import FORM_CODE, item_key
from coops.models import Handover
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import Correction, EntryPeriod, OrgUnit, Submission, User
from tests.coops.rows import make_assessment
from tests.doors import Door, everybody


def _assessment() -> dict[str, object]:
    assessment = make_assessment(fiscal_year=2567)
    return {"registration_no": assessment.institution.registration_no, "fiscal_year": 2567}


def _correction() -> dict[str, object]:
    assessment = make_assessment(fiscal_year=2567)
    submission = Submission.objects.create(
        period=EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=2567),
        office=assessment.office,
        state=SubmissionState.APPROVED,
    )
    made = Correction.objects.create(
        submission=submission,
        item=item_key(assessment.institution_id),
        item_title="ก",
        reason="ก",
        document_on=date(2024, 11, 20),
        requested_by=User.objects.create(username="asker", full_name="ผู้ขอ"),
    )
    return {"pk": made.pk}


def _handover() -> dict[str, object]:
    office = OrgUnit.objects.get(code="50")
    maker = User.objects.create(username="maker", full_name="ผู้ส่งมอบ")
    made = Handover.objects.create(
        office=office, receiver=maker, on=date(2024, 10, 1), reason="ก", made_by=maker
    )
    return {"pk": made.pk}


DOORS: list[Door] = [
    Door("coops:corrections", everybody(200)),
    Door("coops:correction", everybody(200, outsider=404), _correction),
    Door("coops:correction-file", everybody(404), _correction),
    Door(
        "coops:correction-step",
        everybody(403, officer=302, chief=302, outsider=404),
        lambda: {**_correction(), "step": "withdraw"},
        method="post",
    ),
    Door(
        "coops:correction-request",
        everybody(403, officer=200, chief=200, outsider=404),
        _assessment,
    ),
    Door(
        "coops:correction-request",
        everybody(403, officer=422, chief=422, outsider=404),
        _assessment,
        method="post",
        data={},
    ),
    Door("coops:duties", everybody(200)),
    Door(
        "coops:duty-letters",
        everybody(403, officer=302, chief=302, outsider=404),
        lambda: {"office": "50"},
        method="post",
        data={"format": "pdf"},
    ),
    Door(
        "coops:duty-day",
        everybody(403, officer=302, chief=302, outsider=404),
        _assessment,
        method="post",
        data={},
    ),
    Door(
        "coops:handover",
        everybody(403, chief=200, administrator=200),
        lambda: {"office": "50"},
    ),
    Door(
        "coops:handover",
        everybody(403, chief=422, administrator=422),
        lambda: {"office": "50"},
        method="post",
        data={},
    ),
    Door(
        "coops:handover-undo",
        everybody(403, chief=302, administrator=302),
        _handover,
        method="post",
        data={},
    ),
]
