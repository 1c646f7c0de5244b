"""The API of inspections, mounted at /api/v1/inspection/."""

from django.urls import path

from inspection.api.attachments import AttachmentsView
from inspection.api.daypack import DayPackView
from inspection.api.defects import ActionsView, DefectsView
from inspection.api.uploads import UploadPartView, UploadView
from inspection.api.visit_findings import VisitAttachmentsView, VisitDefectsView
from inspection.api.visits import VisitsView, VisitView

api_urlpatterns = [
    path("daypack/", DayPackView.as_view(), name="inspection-daypack"),
    path("visits/", VisitsView.as_view(), name="inspection-visits"),
    path("visits/<uuid:pk>/", VisitView.as_view(), name="inspection-visit"),
    path("visits/<uuid:pk>/defects/", VisitDefectsView.as_view(), name="inspection-visit-defects"),
    path(
        "visits/<uuid:pk>/attachments/",
        VisitAttachmentsView.as_view(),
        name="inspection-visit-attachments",
    ),
    path("defects/", DefectsView.as_view(), name="inspection-defects"),
    path("defects/<uuid:pk>/actions/", ActionsView.as_view(), name="inspection-actions"),
    path("attachments/", AttachmentsView.as_view(), name="inspection-attachments"),
    path("uploads/<uuid:pk>/", UploadView.as_view(), name="inspection-upload"),
    path(
        "uploads/<uuid:pk>/<int:offset>/", UploadPartView.as_view(), name="inspection-upload-part"
    ),
]
