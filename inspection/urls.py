"""Addresses of inspections and defects."""

from django.urls import path

from inspection.views import corrective_actions, defects, letters, meetings

app_name = "inspection"

urlpatterns = [
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
        "institutions/<str:registration_no>/defects/",
        defects.InstitutionDefectsView.as_view(),
        name="institution",
    ),
    path(
        "institutions/<str:registration_no>/defects/new/",
        defects.DefectNewView.as_view(),
        name="defect-new",
    ),
    path(
        "institutions/<str:registration_no>/letters/new/",
        letters.LetterNewView.as_view(),
        name="letter-new",
    ),
    path("letters/", letters.LetterListView.as_view(), name="letters"),
    path("letters/<uuid:pk>/", letters.LetterView.as_view(), name="letter"),
    path("letters/<uuid:pk>/number/", letters.LetterNumberView.as_view(), name="letter-number"),
    path("letters/<uuid:pk>/scan/", letters.LetterScanView.as_view(), name="letter-scan"),
    path("letters/<uuid:pk>/file/", letters.LetterFileView.as_view(), name="letter-file"),
    path("meetings/", meetings.MeetingListView.as_view(), name="meetings"),
    path("meetings/new/<str:office>/", meetings.MeetingNewView.as_view(), name="meeting-new"),
    path("meetings/<uuid:pk>/", meetings.MeetingView.as_view(), name="meeting"),
    path(
        "meetings/<uuid:pk>/propose/",
        meetings.AgendaProposeView.as_view(),
        name="meeting-propose",
    ),
    path(
        "meetings/<uuid:pk>/items/<int:item>/remove/",
        meetings.ItemRemoveView.as_view(),
        name="meeting-item-remove",
    ),
    path(
        "meetings/<uuid:pk>/items/<int:item>/decide/",
        meetings.ItemDecideView.as_view(),
        name="meeting-item-decide",
    ),
    path("meetings/<uuid:pk>/close/", meetings.MeetingCloseView.as_view(), name="meeting-close"),
]
