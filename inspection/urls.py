"""Addresses of inspections and defects."""

from django.urls import path

from inspection.views import corrective_actions, defects, visit, visits

app_name = "inspection"

urlpatterns = [
    path("my/", visits.MyDayView.as_view(), name="my-day"),
    path("visits/", visits.CalendarView.as_view(), name="calendar"),
    path("visits/<uuid:pk>/", visit.VisitView.as_view(), name="visit"),
    path("visits/<uuid:pk>/start/", visit.VisitStartView.as_view(), name="visit-start"),
    path("visits/<uuid:pk>/answer/", visit.VisitAnswerView.as_view(), name="visit-answer"),
    path("visits/<uuid:pk>/finding/", visit.VisitFindingView.as_view(), name="visit-finding"),
    path("visits/<uuid:pk>/photo/", visit.VisitPhotoView.as_view(), name="visit-photo"),
    path("visits/<uuid:pk>/finish/", visit.VisitFinishView.as_view(), name="visit-finish"),
    path("visits/<uuid:pk>/cancel/", visit.VisitCancelView.as_view(), name="visit-cancel"),
    path("attachments/<uuid:pk>/", visit.AttachmentView.as_view(), name="attachment"),
    path(
        "institutions/<str:registration_no>/visits/",
        visits.InstitutionVisitsView.as_view(),
        name="institution-visits",
    ),
    path(
        "institutions/<str:registration_no>/visits/new/",
        visits.PlanView.as_view(),
        name="visit-plan",
    ),
    path("defects/", defects.BoardView.as_view(), name="defects"),
    path("defects/overview/", defects.OverviewView.as_view(), name="overview"),
    path("defects/<uuid:pk>/", defects.DefectView.as_view(), name="defect"),
    path("defects/<uuid:pk>/merge/", corrective_actions.MergeView.as_view(), name="defect-merge"),
    path(
        "defects/<uuid:pk>/actions/",
        corrective_actions.ActionAddView.as_view(),
        name="action-add",
    ),
    path("defects/<uuid:pk>/<slug:act>/", defects.DefectActView.as_view(), name="defect-act"),
    path(
        "actions/<uuid:pk>/done/", corrective_actions.ActionDoneView.as_view(), name="action-done"
    ),
    path(
        "defects/of/<str:registration_no>/",
        defects.InstitutionDefectsView.as_view(),
        name="institution",
    ),
    path(
        "defects/of/<str:registration_no>/new/",
        defects.DefectNewView.as_view(),
        name="defect-new",
    ),
]
