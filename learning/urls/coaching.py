from django.urls import path

from learning import coach_views

urlpatterns = [
    path("coaches/<uuid:key>/", coach_views.detail, name="coach_detail"),
    path("ask/", coach_views.ask, name="coach_ask"),
    path("requests/", coach_views.requests, name="coach_requests"),
    path("requests/<uuid:key>/", coach_views.request_page, name="coach_request"),
    path("requests/<uuid:key>/<slug:name>/", coach_views.act, name="coach_act"),
    path("assignments/", coach_views.assignments, name="coach_assignments"),
]
