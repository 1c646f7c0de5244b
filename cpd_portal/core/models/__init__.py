from cpd_portal.core.announcements.models import Announcement, AnnouncementRead
from cpd_portal.core.calendar_feeds.models import CalendarFeed
from cpd_portal.core.corrections.models import Correction, CorrectionDownload
from cpd_portal.core.digests.models import SentDigest
from cpd_portal.core.documents.models import Document, DownloadLog
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.imports.models import Import, PlannedRow
from cpd_portal.core.models.people import Membership, User
from cpd_portal.core.models.places import OrgUnit, Province
from cpd_portal.core.models.provenance import SampleLoad, SourceAnomaly
from cpd_portal.core.models.sign_ins import SignIn
from cpd_portal.core.models.staff_handovers import StaffHandover
from cpd_portal.core.models.submissions import EntryPeriod, EntryPeriodException, Submission
from cpd_portal.core.notifications.models import (
    NotificationChoice,
    NotificationRead,
    NotificationTally,
)
from cpd_portal.core.retention.models import RetentionRun
from cpd_portal.core.saved_filters.models import SavedFilter
from cpd_portal.core.schedules.models import ReportSchedule
from cpd_portal.core.years.models import YearOpening, YearStep

__all__ = [
    "Announcement",
    "AnnouncementRead",
    "CalendarFeed",
    "Correction",
    "CorrectionDownload",
    "Document",
    "DownloadLog",
    "EntryPeriod",
    "EntryPeriodException",
    "FigureVersion",
    "Import",
    "Membership",
    "NotificationChoice",
    "NotificationRead",
    "NotificationTally",
    "OrgUnit",
    "PlannedRow",
    "Province",
    "ReportSchedule",
    "RetentionRun",
    "SampleLoad",
    "SavedFilter",
    "SentDigest",
    "SignIn",
    "SourceAnomaly",
    "StaffHandover",
    "Submission",
    "User",
    "YearOpening",
    "YearStep",
]
