from django.urls import path

from benchmarks.plain import scorecards, views

urlpatterns = [
    path("register/", views.register),
    path("strength/", views.strength),
    path("defects/", views.defects),
    path("overview/", scorecards.overview),
    path("scorecard/", scorecards.scorecard),
    path("upload/", views.upload),
    path("cell/", views.cell),
    path("cell/signed-in/", views.cell_signed_in),
    path("institution/<str:registration_no>/", views.institution),
]
