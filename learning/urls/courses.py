"""Addresses of what a person has learned."""

from django.urls import path

from learning import course_views

urlpatterns = [
    path("", course_views.my_learning, name="my_learning"),
    path("certificates/verify/", course_views.verify, name="certificate_verify"),
    path("certificates/<str:code>/", course_views.certificate, name="certificate"),
]
