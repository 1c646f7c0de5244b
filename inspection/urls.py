"""Addresses of inspections and defects."""

from django.urls import path

from inspection.views import (
    appointments,
    corrective_actions,
    defects,
    field,
    letters,
    meetings,
    papers,
    plan_entries,
    plans,
    visit,
    visits,
)

app_name = "inspection"

INSTITUTION = "<path:registration_no>"

urlpatterns = [
    path("", visits.IndexView.as_view(), name="index"),
    path("my/", visits.MyDayView.as_view(), name="my-day"),
    path("visits/", visits.CalendarView.as_view(), name="calendar"),
    path("visits/<uuid:pk>/", visit.VisitView.as_view(), name="visit"),
    path("visits/<uuid:pk>/start/", visit.VisitStartView.as_view(), name="visit-start"),
    path("visits/<uuid:pk>/answer/", visit.VisitAnswerView.as_view(), name="visit-answer"),
    path("visits/<uuid:pk>/finding/", visit.VisitFindingView.as_view(), name="visit-finding"),
    path("visits/<uuid:pk>/photo/", visit.VisitPhotoView.as_view(), name="visit-photo"),
    path("visits/<uuid:pk>/finish/", visit.VisitFinishView.as_view(), name="visit-finish"),
    path("visits/<uuid:pk>/cancel/", visit.VisitCancelView.as_view(), name="visit-cancel"),
    path("attachments/<uuid:pk>/", papers.AttachmentView.as_view(), name="attachment"),
    path(
        f"institutions/{INSTITUTION}/visits/",
        visits.InstitutionVisitsView.as_view(),
        name="institution-visits",
    ),
    path(
        f"institutions/{INSTITUTION}/visits/new/",
        visits.PlanView.as_view(),
        name="visit-plan",
    ),
    path("field/", field.field, name="field"),
    path("field/manifest.webmanifest", field.manifest, name="field-manifest"),
    path("worker.js", field.worker, name="field-worker"),
    path("defects/", defects.BoardView.as_view(), name="defects"),
    path("defects/overview/", defects.OverviewView.as_view(), name="overview"),
    path("defects/<uuid:pk>/", defects.DefectView.as_view(), name="defect"),
    path("defects/<uuid:pk>/merge/", corrective_actions.MergeView.as_view(), name="defect-merge"),
    path("defects/<uuid:pk>/papers/", papers.DefectPaperView.as_view(), name="defect-paper"),
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
        f"defects/of/{INSTITUTION}/new/",
        defects.DefectNewView.as_view(),
        name="defect-new",
    ),
    path(
        f"defects/of/{INSTITUTION}/",
        defects.InstitutionDefectsView.as_view(),
        name="institution",
    ),
    path("appointments/", appointments.AppointmentListView.as_view(), name="appointments"),
    path(
        "appointments/new/<str:office>/",
        appointments.AppointmentNewView.as_view(),
        name="appointment-new",
    ),
    path("appointments/<uuid:pk>/", appointments.AppointmentView.as_view(), name="appointment"),
    path(
        "appointments/<uuid:pk>/order/",
        appointments.AppointmentOrderView.as_view(),
        name="appointment-order",
    ),
    path(
        "appointments/<uuid:pk>/scan/",
        appointments.AppointmentScanView.as_view(),
        name="appointment-scan",
    ),
    path(
        "appointments/<uuid:pk>/end/",
        appointments.AppointmentEndView.as_view(),
        name="appointment-end",
    ),
    path(
        "appointments/<uuid:pk>/file/",
        appointments.AppointmentFileView.as_view(),
        name="appointment-file",
    ),
    path(
        "appointments/<uuid:pk>/card/",
        appointments.AppointmentCardView.as_view(),
        name="appointment-card",
    ),
    path("plans/", plans.PlanOverviewView.as_view(), name="plans"),
    path("plans/<str:office>/<int:fiscal_year>/", plans.PlanView.as_view(), name="plan"),
    path(
        "plans/<str:office>/<int:fiscal_year>/save/",
        plans.PlanSaveView.as_view(),
        name="plan-save",
    ),
    path(
        "plans/<str:office>/<int:fiscal_year>/choose/",
        plans.PlanChooseView.as_view(),
        name="plan-choose",
    ),
    path(
        "plans/<str:office>/<int:fiscal_year>/add/", plans.PlanAddView.as_view(), name="plan-add"
    ),
    path(
        "plans/<str:office>/<int:fiscal_year>/letters/",
        plans.PlanLettersView.as_view(),
        name="plan-letters",
    ),
    path(
        "plans/<str:office>/<int:fiscal_year>/steps/<slug:step>/",
        plans.PlanStepView.as_view(),
        name="plan-step",
    ),
    path("plan-entries/<uuid:pk>/", plan_entries.PlanEntryView.as_view(), name="plan-entry"),
    path(
        "plan-entries/<uuid:pk>/<slug:step>/",
        plan_entries.PlanEntryStepView.as_view(),
        name="plan-entry-step",
    ),
    path(
        f"institutions/{INSTITUTION}/letters/new/",
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
