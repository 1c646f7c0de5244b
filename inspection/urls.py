"""Addresses of inspections and defects."""

from django.urls import path

from inspection.views import appointments, plan_entries, plans

app_name = "inspection"

urlpatterns = [
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
]
