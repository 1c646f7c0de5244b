"""What a device brings of one visit in one request: all of it once, or nothing."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cpd_portal.core.choices import Role
from inspection.api.fields import DefectField
from inspection.api.visit_findings import MOST, OTHER_NUMBER
from inspection.choices import DefectState
from inspection.models import Attachment, Defect, DefectStep, Visit
from inspection.services.attachments import GIVEN_TWICE, WRONG_HASH
from inspection.services.defects import GIVEN_TWICE as FINDING_GIVEN_TWICE
from inspection.services.defects import defects_record
from tests.api.conftest import TokenClient
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of
from tests.inspection.rows import defect_values, make_defect, person
from tests.inspection.test_api import BASE, Json, _defect, _photo
from tests.inspection.visits import image_bytes, inspector_of, started, upload

pytestmark = pytest.mark.django_db
NO_LIST = ["", "{", "{}", "null", "[1]", "[]", r'["\u0000"]', '[{"a": NaN}]', "[" * 40 + "]" * 40]


@pytest.fixture
def api() -> TokenClient:
    return TokenClient(inspector_of())


@pytest.fixture
def visit(api: TokenClient) -> Visit:
    return started()


def finding(visit: Visit, **changed: Any) -> Json:
    values = _defect(visit, **changed)
    return {name: values[name] for name in values if name not in ("visit", "institution")}


def bring(api: TokenClient, visit: Visit, defects: list[Json]) -> Any:
    path = f"{BASE}visits/{visit.pk}/defects/"
    return api.post(path, {"defects": defects}, "application/json")


def photo(visit: Visit, content: bytes, **changed: Any) -> Json:
    values = _photo(visit, content, **changed)
    values.pop("visit")
    return values


def bring_photos(api: TokenClient, visit: Visit, entries: Any, contents: list[bytes]) -> Any:
    told = entries if isinstance(entries, str) else json.dumps(entries)
    sent = {"entries": told, "files": [upload(content) for content in contents]}
    return api.post(f"{BASE}visits/{visit.pk}/attachments/", sent)


def contents(number: int) -> list[bytes]:
    return [image_bytes(size=(40 + place, 30)) for place in range(number)]


def test_findings_arrive_together_with_their_steps_and_events(
    api: TokenClient, visit: Visit
) -> None:
    sent = [finding(visit, title=f"เรื่องที่ {number}") for number in range(3)]

    response = bring(api, visit, sent)

    assert response.status_code == 201, response.content.decode()
    shown = response.json()["defects"]
    assert [row["id"] for row in shown] == [row["id"] for row in sent]
    assert {row["institution"] for row in shown} == {visit.institution.registration_no}
    assert {row["visit"] for row in shown} == {str(visit.pk)}
    assert DefectStep.objects.count() == 3
    for row in sent:
        (event,) = events_of(Defect, UUID(row["id"]))
        assert (event["label"], event["action"]) == ("insert", "inspection.defect.found")


def test_findings_sent_again_with_another_are_stored_once(api: TokenClient, visit: Visit) -> None:
    first, second = finding(visit), finding(visit, title="อื่น")
    bring(api, visit, [first])

    again = bring(api, visit, [second, first])

    assert [row["id"] for row in again.json()["defects"]] == [second["id"], first["id"]]
    assert Defect.objects.count() == 2
    assert DefectStep.objects.count() == 2


def test_finding_that_repeats_an_earlier_one_is_linked(api: TokenClient, visit: Visit) -> None:
    cured = make_defect(visit.institution, question="1.2")
    Defect.objects.filter(pk=cured.pk).update(state=DefectState.RESOLVED, closed_on=cured.found_on)

    bring(api, visit, [finding(visit), finding(visit, question="1.3")])

    recurs = dict(Defect.objects.exclude(pk=cured.pk).values_list("question", "recurs"))
    assert recurs == {"1.2": cured.pk, "1.3": None}


def test_one_wrong_finding_leaves_all_out_and_is_named(api: TokenClient, visit: Visit) -> None:
    wrong = finding(visit, found_on="2600-01-01")

    problem = bring(api, visit, [finding(visit), wrong])

    assert problem.status_code == 400
    assert [error["pointer"] for error in problem.json()["errors"]] == ["/defects/1/found_on"]
    assert not Defect.objects.exists()


def test_unknown_value_of_a_finding_is_named_by_its_place(api: TokenClient, visit: Visit) -> None:
    problem = bring(api, visit, [finding(visit), finding(visit, severity="none")])

    assert problem.json()["errors"][0]["pointer"] == "/defects/1/severity"


@pytest.mark.parametrize("number", [0, MOST + 1])
def test_no_findings_or_too_many_are_refused(api: TokenClient, visit: Visit, number: int) -> None:
    problem = bring(api, visit, [finding(visit) for _ in range(number)])

    assert (problem.status_code, problem.json()["errors"][0]["pointer"]) == (400, "/defects")


def test_two_findings_with_one_id_are_refused(api: TokenClient, visit: Visit) -> None:
    one = finding(visit)

    problem = bring(api, visit, [one, {**one, "title": "อื่น"}])

    assert (problem.status_code, problem.json()["detail"]) == (409, FINDING_GIVEN_TWICE)


def test_findings_of_two_institutions_are_a_mistake_of_the_caller() -> None:
    """Only one is held, and only its office is asked for the role."""
    here, there = defect_values(), defect_values(make_institution("51"))

    with pytest.raises(ValueError, match="too many values"):
        defects_record(actor=person(Role.OFFICER, "50"), values=[here, there])
    assert not Defect.objects.exists()


def asked_by(send: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert send().status_code == 201
    return len(asked)


def test_findings_ask_as_many_queries_for_ten_as_for_two(api: TokenClient, visit: Visit) -> None:
    bring(api, visit, [finding(visit)])

    def of(number: int) -> int:
        sent = [finding(visit) for _ in range(number)]
        return asked_by(lambda: bring(api, visit, sent))

    assert of(2) == of(10) <= 22


def test_photos_arrive_together_each_with_its_hash(api: TokenClient, visit: Visit) -> None:
    files = contents(3)
    defect = make_defect(visit.institution)
    entries = [photo(visit, content) for content in files]
    entries[1]["defect"] = str(defect.pk)

    response = bring_photos(api, visit, entries, files)

    assert response.status_code == 201, response.content.decode()
    shown = response.json()["attachments"]
    assert [(row["id"], row["sha256"]) for row in shown] == [
        (entry["id"], entry["sha256"]) for entry in entries
    ]
    stored = {str(row.pk): row for row in Attachment.objects.all()}
    for entry, content in zip(entries, files, strict=True):
        with stored[entry["id"]].original.open() as kept:
            assert kept.read() == content
    assert stored[entries[1]["id"]].defect == defect


def test_photos_sent_again_with_another_are_stored_once(api: TokenClient, visit: Visit) -> None:
    files = contents(3)
    entries = [photo(visit, content) for content in files]
    bring_photos(api, visit, entries[:2], files[:2])

    again = bring_photos(api, visit, entries, files)

    assert [row["id"] for row in again.json()["attachments"]] == [row["id"] for row in entries]
    assert Attachment.objects.count() == 3


def test_one_wrong_photo_leaves_all_out_and_is_named(api: TokenClient, visit: Visit) -> None:
    files = contents(2)
    entries = [photo(visit, files[0]), photo(visit, b"other")]

    problem = bring_photos(api, visit, entries, files)

    assert (problem.status_code, problem.json()["detail"]) == (409, f"แฟ้มที่ 2: {WRONG_HASH}")
    assert not Attachment.objects.exists()


def test_two_photos_with_one_id_are_refused(api: TokenClient, visit: Visit) -> None:
    (content,) = contents(1)
    entry = photo(visit, content)

    problem = bring_photos(api, visit, [entry, entry], [content, content])

    assert (problem.status_code, problem.json()["detail"]) == (409, GIVEN_TWICE)


def test_other_number_of_files_than_entries_is_refused(api: TokenClient, visit: Visit) -> None:
    files = contents(2)

    problem = bring_photos(api, visit, [photo(visit, files[0])], files)

    assert problem.json()["errors"] == [{"pointer": "/files", "message": OTHER_NUMBER}]


def test_evidence_of_a_defect_out_of_reach_is_unknown(api: TokenClient, visit: Visit) -> None:
    (content,) = contents(1)

    problem = bring_photos(api, visit, [photo(visit, content, defect=str(uuid4()))], [content])

    words = str(DefectField.default_error_messages["unknown"])
    assert problem.json()["errors"] == [{"pointer": "/entries", "message": words}]


@pytest.mark.parametrize("entries", NO_LIST)
def test_entries_that_are_no_list_of_files_are_refused(
    api: TokenClient, visit: Visit, entries: str
) -> None:
    problem = bring_photos(api, visit, entries, contents(1))

    assert problem.status_code == 400, problem.content.decode()
    assert not Attachment.objects.exists()


def test_officer_outside_the_team_brings_no_photos(visit: Visit) -> None:
    (content,) = contents(1)
    officer = TokenClient(person(Role.OFFICER, "50"))

    problem = bring_photos(officer, visit, [photo(visit, content)], [content])

    assert problem.status_code == 403


def test_photos_ask_as_many_queries_for_ten_as_for_two(api: TokenClient, visit: Visit) -> None:
    def of(number: int) -> int:
        files = contents(number)
        entries = [photo(visit, content) for content in files]
        return asked_by(lambda: bring_photos(api, visit, entries, files))

    assert of(2) == of(10) <= 15
