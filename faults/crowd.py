"""Fifty people who open the executives' overview at once, just after something changed."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg2

from cpd_portal.home.picture.parts import PARTS
from faults import entry
from faults.outcome import Outcome
from faults.people import Unheard, signed_in
from faults.stage import Stage

PEOPLE = 50
COUNTED = """
CREATE TABLE IF NOT EXISTS faults_kept (key text);
TRUNCATE faults_kept;
GRANT INSERT ON faults_kept TO PUBLIC;
CREATE OR REPLACE FUNCTION faults_note_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO faults_kept VALUES (NEW.key || NEW.state);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER faults_note_kept AFTER UPDATE OF value ON core_kept
    FOR EACH ROW EXECUTE FUNCTION faults_note_kept();
"""
UNCOUNTED = """
DROP TRIGGER faults_note_kept ON core_kept;
DROP FUNCTION faults_note_kept;
DROP TABLE faults_kept;
"""
KEPT = "SELECT count(*), count(DISTINCT key) FROM faults_kept"


def stampede(stage: Stage) -> Outcome:
    """The picture and each of its parts are kept once for each change: who computes, keeps."""
    paths = ["/overview/", *(f"/overview/{code}/" for code in PARTS)]
    people = [signed_in(stage.server, "executive") for _ in range(PEOPLE)]
    with _counting(stage) as cursor:
        entry.typists(stage.server, 1, skip=7)[0].save()

        def ask(number: int) -> int:
            try:
                return people[number].get(paths[number % len(paths)]).status
            except Unheard:
                return 0

        start = time.monotonic()
        with ThreadPoolExecutor(PEOPLE) as crowd:
            statuses = list(crowd.map(ask, range(PEOPLE)))
        seconds = time.monotonic() - start
        cursor.execute(KEPT)
        computed, parts = cursor.fetchone()
    lost = sum(status != 200 for status in statuses) + int(not parts)
    note = (
        f"{PEOPLE} people at once on the overview and its {len(PARTS)} parts after a change: "
        f"{computed} computations for {parts} things kept; until the last had his answer"
    )
    return Outcome(lost, computed - parts, seconds, note)


@contextmanager
def _counting(stage: Stage) -> Iterator[Any]:
    """Notes in a table what the cache of the portal is given, as long as the block lasts."""
    connection = psycopg2.connect(stage.services.database.owner_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(COUNTED)
            yield cursor
            cursor.execute(UNCOUNTED)
    finally:
        connection.close()
