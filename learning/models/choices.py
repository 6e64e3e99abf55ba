"""Choices of learning and coach support that are code: what they mean is built into the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkingLanguage(models.TextChoices):
    """Languages that courses are given in and coaches work in; more than the portal has content in."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")
    FINNISH = "fi", _("Finnish")
    MEANKIELI = "fit", _("Meänkieli")
    SAMI = "se", _("Northern Sámi")


class CourseForm(models.TextChoices):
    """How a course is given."""

    DIGITAL = "digital", _("Digital")
    TEACHER_LED = "teacher_led", _("Teacher-led")
    BLENDED = "blended", _("Blended")


class OccasionStatus(models.TextChoices):
    """What the course leader has decided; full and done follow from the registrations and the clock."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open for sign-up")
    CLOSED = "closed", _("Closed for sign-up")
    CANCELLED = "cancelled", _("Cancelled")


class RegistrationStatus(models.TextChoices):
    """Where a person stands with an occasion."""

    APPROVAL = "approval", _("Awaiting approval")
    REGISTERED = "registered", _("Registered")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Offered a seat")
    CANCELLED = "cancelled", _("Has cancelled")
    REFUSED = "refused", _("Not approved")
    ATTENDED = "attended", _("Attended")
    ABSENT = "absent", _("Absent")
    COMPLETED = "completed", _("Completed")


# Whoever stands so has one of the seats; an offered seat is kept until the answer is due, one to be approved too.
SEATED = [
    RegistrationStatus.APPROVAL,
    RegistrationStatus.REGISTERED,
    RegistrationStatus.OFFERED,
    RegistrationStatus.ATTENDED,
    RegistrationStatus.ABSENT,
    RegistrationStatus.COMPLETED,
]


class Offer(models.TextChoices):
    """What one can ask a coach for."""

    SOUNDING_BOARD = "sounding-board", _("A sounding board for 30 minutes")
    PLAN_WORKSHOP = "plan-workshop", _("Help to plan a workshop")
    FACILITATE = "facilitate", _("Leading a workshop")
    FOLLOW_TEAM = "follow-team", _("Following a team over time")


class RequestStatus(models.TextChoices):
    """How far a coach request has come."""

    NEW = "new", _("New")
    ASSIGNED = "assigned", _("Coach asked")
    ACCEPTED = "accepted", _("Coach said yes")
    BOOKED = "booked", _("Meeting booked")
    RUNNING = "running", _("Going on")
    CLOSED = "closed", _("Finished")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# A coach answers for what stands so: it takes one of the coach's places.
HELD = [RequestStatus.ASSIGNED, RequestStatus.ACCEPTED, RequestStatus.BOOKED, RequestStatus.RUNNING]
# Nothing more happens with these, except that a closed one is rated.
DONE = [RequestStatus.CLOSED, RequestStatus.DECLINED, RequestStatus.WITHDRAWN]
