from django.urls import path

from strategy import views

app_name = "strategy"

urlpatterns = [
    path("", views.ProjectListView.as_view(), name="list"),
    path("projects/<str:code>/", views.ProjectView.as_view(), name="project"),
]
