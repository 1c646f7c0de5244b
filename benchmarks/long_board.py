"""A board of as many defects as the inspectors of the nation leave in some years."""

from django.db import connection

from cpd_portal.core.models import User
from inspection.models import Defect

DEFECTS = 300_000
# Days, states and categories take turns with steps that share no divisor, so that they mix.
_ROWS = """
INSERT INTO inspection_defect
    (id, institution_id, office_id, question, severity, category, source, title, facts, clause,
     amount, responsible, found_on, due_on, state, proposed_state, closed_on, recorded_by_id,
     recorded_at, is_sample, version)
SELECT gen_random_uuid(), place.id, place.office_id, '',
       CASE WHEN row %% 7 = 0 THEN 'observation' ELSE 'defect' END,
       (ARRAY['finance', 'accounting', 'affairs', 'position', 'fraud'])[row %% 5 + 1],
       'inspector', 'ข้อบกพร่องที่ ' || row, 'เพิ่มเพื่อวัดเวลา', '', row %% 1000000, '',
       found_on, found_on + 90,
       (ARRAY['not_started', 'in_progress', 'resolved', 'resolved_monitoring'])[row %% 4 + 1],
       '', CASE WHEN row %% 4 >= 2 THEN found_on + 60 END, %s, now(), true, 1
FROM generate_series(1, %s) AS row
CROSS JOIN LATERAL (SELECT current_date - row %% 1461 AS found_on) AS day
JOIN (
    SELECT id, office_id, row_number() OVER (ORDER BY id) AS number, count(*) OVER () AS places
    FROM coops_institution
) AS place ON row %% place.places + 1 = place.number
"""


def fill_board() -> int:
    """How many defects there are then; a second call adds none."""
    missing = DEFECTS - Defect.objects.count()
    if missing > 0:
        with connection.cursor() as cursor:
            recorder = User.objects.get(username="registrar")
            cursor.execute(_ROWS, [recorder.pk, missing])
            cursor.execute("ANALYZE inspection_defect")
    return Defect.objects.count()
