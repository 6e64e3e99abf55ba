"""Occasions: when and where a course is given. They belong to the course in all its languages."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Locale, Orderable

from learning.models.choices import OccasionStatus, WorkingLanguage
from learning.models.course import CoursePage
from learning.models.local_time import WallClockField
from methodbank.models.choices import Setting
from portal.blocks import PLAIN_FEATURES


class CourseOccasion(ClusterableModel):
    """One giving of a course: its sessions, its seats, and the times within which one may sign up and cancel.

    `course` is the version in the language that the course was written in; readers meet the occasion on every version.
    """

    course = models.ForeignKey(CoursePage, verbose_name=_("course"), on_delete=models.PROTECT, related_name="occasions")
    # Of the calendar event (RFC 5545): the uid is for ever, the sequence grows with every change.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    status = models.CharField(
        _("status"), max_length=12, choices=OccasionStatus.choices, default=OccasionStatus.PLANNED
    )
    language = models.CharField(
        _("language"), max_length=4, choices=WorkingLanguage.choices, default=WorkingLanguage.SWEDISH
    )
    setting = models.CharField(_("where"), max_length=12, choices=Setting.choices, default=Setting.ON_SITE)
    capacity = models.PositiveSmallIntegerField(_("seats"), default=16, validators=[MinValueValidator(1)])
    waiting_maximum = models.PositiveSmallIntegerField(_("seats on the waiting list"), default=10)
    minimum_participants = models.PositiveSmallIntegerField(_("fewest participants"), default=0)
    opens_at = WallClockField(_("sign-up opens"), null=True, blank=True)
    closes_at = WallClockField(_("sign-up closes"), null=True, blank=True)
    cancel_by = WallClockField(_("cancel at the latest"), null=True, blank=True)
    teachers = ParentalManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("course leaders"), related_name="+", blank=True
    )
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=400, blank=True)
    # Of the first and the last session: kept when sessions are saved, so that lists can be sorted by them.
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)

    class Meta:
        verbose_name = _("course occasion")
        verbose_name_plural = _("course occasions")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        when = timezone.localtime(self.starts_at).strftime("%Y-%m-%d %H:%M") if self.starts_at else "–"
        return f"{self.course.title}, {when}"

    def save(self, *args, **kwargs):
        sessions = list(self.sessions.all())
        self.starts_at = min((session.start for session in sessions), default=None)
        self.ends_at = max((session.end for session in sessions), default=None)
        super().save(*args, **kwargs)

    @property
    def is_done(self) -> bool:
        """Whether its last session is over."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    def last_cancellation(self) -> datetime | None:
        """Until when a participant may cancel: the time set, or else the start."""
        return self.cancel_by or self.starts_at


class OccasionSession(Orderable):
    """A meeting of an occasion. Times are stored in UTC and shown in the portal's time zone."""

    occasion = ParentalKey(CourseOccasion, on_delete=models.CASCADE, related_name="sessions")
    start = WallClockField(_("start"))
    end = WallClockField(_("end"))
    place = models.CharField(
        _("place"), max_length=200, blank=True, help_text=_("As it stands on the door: house and room.")
    )
    map_link = models.URLField(_("link to a map"), blank=True)
    online_address = models.URLField(
        _("address of the online meeting"),
        max_length=500,
        blank=True,
        help_text=_("Only those who are registered see it."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["start", "pk"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="session_ends_after_start")]

    def __str__(self) -> str:
        return timezone.localtime(self.start).strftime("%Y-%m-%d %H:%M")

    def clean(self):
        super().clean()
        if self.start and self.end and self.end <= self.start:
            raise ValidationError({"end": _("The session must end after it starts.")})


class OccasionInformation(Orderable):
    """What participants are told before and after, in one language."""

    occasion = ParentalKey(CourseOccasion, on_delete=models.CASCADE, related_name="information")
    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+")
    before = RichTextField(
        _("before the occasion"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("How to get there, what to bring and prepare. Goes with the reminders."),
    )
    after = RichTextField(
        _("after the occasion"),
        features=PLAIN_FEATURES,
        blank=True,
        help_text=_("Thanks, material, and what to try next. Goes with the follow-up."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("information")
        verbose_name_plural = _("information")
        constraints = [models.UniqueConstraint(fields=["occasion", "locale"], name="unique_occasion_information")]
