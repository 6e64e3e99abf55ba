from django.urls import path

from learning import calendar_views, leader_views, occasion_views

urlpatterns = [
    path("", calendar_views.calendar, name="occasion_calendar"),
    path("calendar-address/", calendar_views.new_address, name="occasion_calendar_address"),
    path("calendar/<str:secret>.ics", calendar_views.feed, name="occasion_feed"),
    path("approvals/<int:pk>/", occasion_views.approval, name="occasion_approval"),
    path("<uuid:uid>/", occasion_views.detail, name="occasion_detail"),
    path("<uuid:uid>/sign-up/", occasion_views.sign_up, name="occasion_sign_up"),
    path("<uuid:uid>/cancel/", occasion_views.cancel, name="occasion_cancel"),
    path("<uuid:uid>/change/", occasion_views.change, name="occasion_change"),
    path("<uuid:uid>/seat/", occasion_views.seat, name="occasion_seat"),
    path("<uuid:uid>/occasion.ics", occasion_views.download, name="occasion_ics"),
    path("<uuid:uid>/participants/", leader_views.participants, name="occasion_participants"),
    path("<uuid:uid>/participants.csv", leader_views.export, name="occasion_export"),
    path("<uuid:uid>/message/", leader_views.message, name="occasion_message"),
    path("<uuid:uid>/call-off/", leader_views.call_off, name="occasion_call_off"),
]
