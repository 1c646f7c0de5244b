"""Addresses of the people of a unit, mounted at /people/."""

from django.urls import path

from cpd_portal.core.staff import handover_views, person_views, role_views, security_views, views

app_name = "staff"
urlpatterns = [
    path("", views.StaffIndexView.as_view(), name="index"),
    path("rights/", views.RightsView.as_view(), name="rights"),
    path("<slug:unit>/", views.UnitView.as_view(), name="unit"),
    path("<slug:unit>/new/", views.NewPersonView.as_view(), name="new"),
    path("<slug:unit>/list/", views.PeopleListView.as_view(), name="list"),
    path("<slug:unit>/role/", role_views.RoleView.as_view(), name="role"),
    path("<slug:unit>/acting/", role_views.ActingView.as_view(), name="acting"),
    path("<slug:unit>/role/<int:pk>/end/", role_views.RoleEndView.as_view(), name="role-end"),
    path("<slug:unit>/of/<str:username>/", person_views.PersonView.as_view(), name="person"),
    path(
        "<slug:unit>/of/<str:username>/password/",
        person_views.PasswordView.as_view(),
        name="password",
    ),
    path("<slug:unit>/of/<str:username>/close/", person_views.CloseView.as_view(), name="close"),
    path(
        "<slug:unit>/of/<str:username>/security/",
        security_views.SecurityView.as_view(),
        name="security",
    ),
    path(
        "<slug:unit>/of/<str:username>/second-factor/",
        security_views.SecondFactorResetView.as_view(),
        name="second-factor",
    ),
    path(
        "<slug:unit>/of/<str:username>/identity/",
        security_views.IdentityView.as_view(),
        name="identity",
    ),
    path(
        "<slug:unit>/of/<str:username>/sessions/end/",
        security_views.SessionsEndView.as_view(),
        name="sessions-end",
    ),
    path(
        "<slug:unit>/of/<str:username>/handover/",
        handover_views.WorkHandoverView.as_view(),
        name="handover",
    ),
    path("<slug:unit>/of/<str:username>/open/", person_views.OpenView.as_view(), name="open"),
]
