"""Addresses of inspections and defects."""

from django.urls import path

from inspection.views import corrective_actions, defects, field

app_name = "inspection"

urlpatterns = [
    path("field/", field.field, name="field"),
    path("field/manifest.webmanifest", field.manifest, name="field-manifest"),
    path("worker.js", field.worker, name="field-worker"),
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
]
