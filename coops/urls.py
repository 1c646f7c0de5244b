from django.urls import path

from coops import views

app_name = "coops"

urlpatterns = [
    path("", views.InstitutionListView.as_view(), name="list"),
    path("entry/", views.EntryDeskView.as_view(), name="entry"),
    path("<str:registration_no>/", views.InstitutionView.as_view(), name="detail"),
]
