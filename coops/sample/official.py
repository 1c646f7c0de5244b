"""The sample's populations, and the first year accepted as the official result."""

from collections.abc import Mapping
from datetime import date, datetime

from coops.models import Population
from coops.sample.outcomes import FIRST_YEAR, SECOND_YEAR
from coops.sample.progress import BANGKOK_TIME
from coops.services.decisions import run_accept
from coops.services.resolutions import MemberValues, ResolutionValues
from coops.services.runs import classify_year
from cpd_portal.core.models import User

# The days that the document prints for the two years (kpi_details_fy2567, 326 and 382).
REFERENCE_DATES = {FIRST_YEAR: date(2022, 1, 1), SECOND_YEAR: date(2023, 1, 1)}
STARTER, ACCEPTER = "officer-agri", "chief-agri"
MEMBERS = (
    MemberValues(name="ผู้แทน กสส. (ตัวอย่าง)", department="cpd", position="ประธานคณะทำงาน"),
    MemberValues(name="ผู้แทน กตส. (ตัวอย่าง)", department="cad", position="คณะทำงาน"),
)
RESOLUTION = ResolutionValues(
    meeting_no="1/2566 (ตัวอย่าง)",
    meeting_on=date(2023, 11, 20),
    resolution="รับผลการจัดชั้นความเข้มแข็ง ปีงบประมาณ พ.ศ. 2566 (ตัวอย่าง)",
    document_no="ตัวอย่าง 1/2566",
    document_on=date(2023, 11, 24),
    members=list(MEMBERS),
    is_sample=True,
)


def store_populations() -> int:
    rows = Population.objects.bulk_create(
        Population(
            fiscal_year=year,
            reference_date=day,
            document_no="ตัวอย่าง",
            document_on=day,
            note="รายชื่อตัวอย่าง",
            frozen_at=datetime(day.year, day.month, day.day, 9, tzinfo=BANGKOK_TIME),
            is_sample=True,
        )
        for year, day in REFERENCE_DATES.items()
    )
    return len(rows)


def accept_first_year(people: Mapping[str, User]) -> int:
    """Through the services that headquarters use; how many results the run has."""
    run = classify_year(actor=people[STARTER], fiscal_year=FIRST_YEAR)
    run_accept(actor=people[ACCEPTER], run=run, resolution=RESOLUTION)
    return run.members
