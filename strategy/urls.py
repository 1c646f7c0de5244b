from django.urls import path

from strategy.views import money, overview, plan, quarters, reporting, timeline, versions

app_name = "strategy"
QUARTER = "quarters/<str:unit>/<int:fiscal_year>/<int:quarter>"
REPORT = "projects/<str:code>/report/<str:unit>/<int:fiscal_year>/<int:quarter>"

urlpatterns = [
    path("", plan.ProjectListView.as_view(), name="list"),
    path("overview/", overview.OverviewView.as_view(), name="overview"),
    path("timeline/", timeline.TimelineView.as_view(), name="timeline"),
    path("versions/", versions.VersionsView.as_view(), name="versions"),
    path("projects/<str:code>/revise/", versions.ReviseView.as_view(), name="revise"),
    path(
        "projects/<str:code>/readings/verify/",
        versions.ReadingsVerifyView.as_view(),
        name="readings-verify",
    ),
    path("board/", quarters.BoardView.as_view(), name="board"),
    path(f"{QUARTER}/", quarters.QuarterView.as_view(), name="quarter"),
    path(f"{QUARTER}/submit/", quarters.SubmitView.as_view(), name="submit"),
    path(f"{QUARTER}/verify/", quarters.VerifyView.as_view(), name="verify"),
    path(f"{QUARTER}/return/", quarters.ReturnView.as_view(), name="return"),
    path(f"{QUARTER}/approve/", quarters.ApproveView.as_view(), name="approve"),
    path("evidence/<int:pk>/", reporting.EvidenceFileView.as_view(), name="evidence"),
    path(
        "evidence/<int:pk>/withdraw/",
        reporting.EvidenceWithdrawView.as_view(),
        name="evidence-withdraw",
    ),
    path(f"{REPORT}/", reporting.ReportView.as_view(), name="report"),
    path(f"{REPORT}/evidence/", reporting.EvidenceView.as_view(), name="evidence-attach"),
    path("ledger/", money.LedgerView.as_view(), name="ledger"),
    path("ledger/<int:pk>/reverse/", money.ReverseView.as_view(), name="reverse"),
    path("projects/<str:code>/money/", money.ProjectMoneyView.as_view(), name="money"),
    path("projects/<str:code>/money/record/", money.RecordView.as_view(), name="record"),
    path(
        "projects/<str:code>/money/carry-over/",
        money.CarryOverView.as_view(),
        name="carry-over",
    ),
    path("projects/<str:code>/", plan.ProjectView.as_view(), name="project"),
]
