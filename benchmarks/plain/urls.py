from django.urls import path

from benchmarks.plain import views

urlpatterns = [
    path("register/", views.register),
    path("institution/<str:registration_no>/", views.institution),
]
