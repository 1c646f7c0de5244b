from django.urls import path

from coops import views
from coops.entry import FORM_CODE

app_name = "coops"

INSTITUTION = "<path:registration_no>"
ACCOUNTING_YEAR = f"{INSTITUTION}/<int:fiscal_year>"
SUBMISSION = "entry/<str:office>/<int:fiscal_year>"
IMPORT = "import/<str:form>/<str:office>/<int:fiscal_year>"
STRENGTH = {"form": FORM_CODE}
YEAR = "classification/<int:fiscal_year>"
RUN = "classification/runs/<uuid:pk>"

urlpatterns = [
    path("", views.InstitutionListView.as_view(), name="list"),
    path("strength/", views.StrengthView.as_view(), name="strength"),
    path("strength/map/", views.StrengthMapView.as_view(), name="strength_map"),
    path("strength/failures/", views.FailuresView.as_view(), name="failures"),
    path("strength/movement/", views.MovementView.as_view(), name="movement"),
    path("near-miss/", views.NearMissView.as_view(), name="near_miss"),
    path("entry/", views.EntryDeskView.as_view(), name="entry"),
    path(f"{SUBMISSION}/submit/", views.SubmitView.as_view(), name="submit"),
    path(f"{SUBMISSION}/verify/", views.VerifyView.as_view(), name="verify"),
    path(f"{SUBMISSION}/return/", views.ReturnView.as_view(), name="return"),
    path(f"{SUBMISSION}/approve/", views.ApproveView.as_view(), name="approve"),
    path(f"{IMPORT}/", views.ImportView.as_view(), name="import"),
    path(
        f"{IMPORT}/template/<slug:sheet>/",
        views.ImportTemplateView.as_view(),
        name="import-template",
    ),
    # The strength import stands under the entry desk: of two addresses the later one is used.
    path(f"{SUBMISSION}/import/", views.ImportView.as_view(), STRENGTH, name="import"),
    path(
        f"{SUBMISSION}/import/template/<slug:sheet>/",
        views.ImportTemplateView.as_view(),
        STRENGTH,
        name="import-template",
    ),
    path(f"{SUBMISSION}/grid/", views.GridView.as_view(), name="grid"),
    path(f"{SUBMISSION}/grid/cell/", views.CellView.as_view(), name="cell"),
    path(f"{SUBMISSION}/grid/cells/", views.CellsView.as_view(), name="cells"),
    path("entry/cells/<int:row>/notes/", views.CellNotesView.as_view(), name="cell-notes"),
    path(
        "entry/comments/<int:pk>/resolve/",
        views.CommentResolveView.as_view(),
        name="comment-resolve",
    ),
    path("entry/import/<uuid:pk>/", views.ImportCheckView.as_view(), name="import-check"),
    path(
        "entry/import/<uuid:pk>/confirm/", views.ImportConfirmView.as_view(), name="import-confirm"
    ),
    path("entry/import/<uuid:pk>/errors/", views.ImportErrorsView.as_view(), name="import-errors"),
    path("duties/", views.DutyListView.as_view(), name="duties"),
    path("duties/letters/<str:office>/", views.DutyLettersView.as_view(), name="duty-letters"),
    path(f"duties/{ACCOUNTING_YEAR}/day/", views.DutyDayView.as_view(), name="duty-day"),
    path("handover/<str:office>/", views.HandoverView.as_view(), name="handover"),
    path("handovers/<uuid:pk>/undo/", views.HandoverUndoView.as_view(), name="handover-undo"),
    path("corrections/", views.CorrectionListView.as_view(), name="corrections"),
    path("corrections/<uuid:pk>/", views.CorrectionView.as_view(), name="correction"),
    path(
        "corrections/<uuid:pk>/file/", views.CorrectionFileView.as_view(), name="correction-file"
    ),
    path(
        "corrections/<uuid:pk>/<slug:step>/",
        views.CorrectionStepView.as_view(),
        name="correction-step",
    ),
    path(f"{YEAR}/", views.ClassificationYearView.as_view(), name="classification"),
    path(f"{YEAR}/population/", views.PopulationView.as_view(), name="population"),
    path(
        f"{YEAR}/population/change/",
        views.PopulationChangeView.as_view(),
        name="population-change",
    ),
    path(f"{YEAR}/run/", views.RunStartView.as_view(), name="run-start"),
    path(f"{RUN}/", views.RunView.as_view(), name="run"),
    path(f"{RUN}/compare/", views.RunCompareView.as_view(), name="run-compare"),
    path(f"{RUN}/cancel/", views.RunCancelView.as_view(), name="run-cancel"),
    path(f"{RUN}/accept/", views.RunAcceptView.as_view(), name="run-accept"),
    path(f"{RUN}/reject/", views.RunRejectView.as_view(), name="run-reject"),
    path(f"{RUN}/exception/", views.RunExceptionView.as_view(), name="run-exception"),
    path(
        f"{RUN}/exception/<int:exception>/remove/",
        views.RunExceptionRemoveView.as_view(),
        name="run-exception-remove",
    ),
    path(
        "classification/conditions/<int:pk>/resolution/",
        views.ConditionsResolutionView.as_view(),
        name="conditions-resolution",
    ),
    path(
        "classification/resolutions/<int:pk>/document/",
        views.ResolutionDocumentView.as_view(),
        name="resolution-document",
    ),
    path("year-ends/", views.YearEndListView.as_view(), name="year-ends"),
    path("new/", views.RegisterNewView.as_view(), name="register-new"),
    path("duplicates/", views.DuplicatesView.as_view(), name="duplicates"),
    path("duplicates/find/", views.DuplicatesFindView.as_view(), name="duplicates-find"),
    path("duplicates/<int:pk>/", views.DuplicateView.as_view(), name="duplicate"),
    path("reconciliation/", views.ReconciliationView.as_view(), name="reconciliation"),
    path("reconciliation/list/", views.AuditorListView.as_view(), name="auditor-list"),
    path(
        "reconciliation/list/template/",
        views.AuditorListTemplateView.as_view(),
        name="auditor-list-template",
    ),
    path("reconciliation/<int:pk>/", views.MismatchView.as_view(), name="mismatch"),
    # Registration numbers may hold a slash: their addresses come after all others, and the
    # page of one institution, which catches whatever is left, comes last.
    path(f"{INSTITUTION}/edit/", views.InstitutionEditView.as_view(), name="edit"),
    path(
        f"{INSTITUTION}/register/<slug:act>/",
        views.RegisterActView.as_view(),
        name="register-act",
    ),
    path(f"{ACCOUNTING_YEAR}/assess/", views.AssessmentView.as_view(), name="assess"),
    path(
        f"{ACCOUNTING_YEAR}/correct/",
        views.CorrectionRequestView.as_view(),
        name="correction-request",
    ),
    path(f"{ACCOUNTING_YEAR}/statement/", views.StatementView.as_view(), name="statement"),
    path(
        f"{ACCOUNTING_YEAR}/statement/remove/",
        views.StatementRemoveView.as_view(),
        name="statement-remove",
    ),
    path(f"{ACCOUNTING_YEAR}/facts/", views.YearFactsView.as_view(), name="year-facts"),
    path(f"{ACCOUNTING_YEAR}/year-end/", views.YearEndView.as_view(), name="year-end"),
    path(f"{INSTITUTION}/", views.InstitutionView.as_view(), name="detail"),
]
