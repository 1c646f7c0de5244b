"""The register against one list, in one statement.

Found by the search key of the registration number (digits Arabic, no spaces). What the list
leaves empty is not compared; names are compared by search key, so that tone marks, spaces and
"จำกัด" make no difference; struck-off institutions need not be on the list. A difference that
is found again keeps its decision as long as both values are the same; else it opens again.
"""

_YEAR_END = """lpad({month}::text, 2, '0') || '-' ||
    lpad((CASE WHEN ({month}, {day}) = (2, 28) THEN 29 ELSE {day} END)::text, 2, '0')"""
_HERE = _YEAR_END.format(month="h.accounting_year_end_month", day="h.accounting_year_end_day")
_THERE = _YEAR_END.format(month="t.year_end_month", day="t.year_end_day")
# The decision stands while the values do; "corrected" was checked, and differs again now.
_STILL = """CASE WHEN (stored.here, stored.there) = (excluded.here, excluded.there)
        AND stored.decision <> 'corrected' THEN stored.{name} ELSE {empty} END"""

COMPARE = f"""
WITH there AS (
    SELECT * FROM coops_auditorlistrow WHERE auditor_list_id = %(list)s
), both_sides AS (
    SELECT h.id, h.office_id, h.registration_no, h.registration_search, h.name, h.name_search,
           t.name AS there_name, t.name_search AS there_name_search,
           h.standing, t.standing AS there_standing,
           {_HERE} AS year_end, {_THERE} AS there_year_end
    FROM coops_institution h JOIN there t USING (registration_search)
), differences (kind, office_id, institution_id, registration_no, registration_search, name,
                name_search, here, there) AS (
    SELECT 'name', office_id, id, registration_no, registration_search, name,
           name_search, name, there_name
    FROM both_sides WHERE name_search <> there_name_search
    UNION ALL
    SELECT 'standing', office_id, id, registration_no, registration_search, name,
           name_search, standing, there_standing
    FROM both_sides WHERE there_standing <> '' AND standing <> there_standing
    UNION ALL
    SELECT 'year_end', office_id, id, registration_no, registration_search, name,
           name_search, year_end, there_year_end
    FROM both_sides WHERE there_year_end IS NOT NULL AND year_end <> there_year_end
    UNION ALL
    SELECT 'only_here', office_id, id, registration_no, registration_search, name,
           name_search, name, ''
    FROM coops_institution h
    WHERE standing <> 'struck_off' AND NOT EXISTS (
        SELECT 1 FROM there t WHERE t.registration_search = h.registration_search)
    UNION ALL
    SELECT 'only_there', office.id, NULL, t.registration_no, t.registration_search, t.name,
           t.name_search, '', t.name
    FROM there t LEFT JOIN (
        SELECT province_id, min(id) AS id FROM core_orgunit
        WHERE kind IN ('provincial_office', 'bangkok_office')
        GROUP BY province_id HAVING count(*) = 1
    ) office USING (province_id)
    WHERE NOT EXISTS (
        SELECT 1 FROM coops_institution h WHERE h.registration_search = t.registration_search)
)
INSERT INTO coops_mismatch AS stored
    (auditor_list_id, kind, office_id, institution_id, registration_no, registration_search,
     name, name_search, here, there, state, decision, reason, is_sample, version)
SELECT %(list)s, kind, office_id, institution_id, registration_no, registration_search,
       name, name_search, here, there, 'open', '', '', %(is_sample)s, 1
FROM differences
ON CONFLICT (registration_search, kind) DO UPDATE SET
    auditor_list_id = excluded.auditor_list_id, office_id = excluded.office_id,
    institution_id = excluded.institution_id, name = excluded.name,
    name_search = excluded.name_search, here = excluded.here, there = excluded.there,
    state = {_STILL.format(name="state", empty="'open'")},
    decision = {_STILL.format(name="decision", empty="''")},
    reason = {_STILL.format(name="reason", empty="''")},
    settled_by_id = {_STILL.format(name="settled_by_id", empty="NULL")},
    settled_at = {_STILL.format(name="settled_at", empty="NULL")},
    version = stored.version + 1
"""
