"""Registrations: who takes part in an occasion, or waits for a seat."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.models.choices import RegistrationStatus
from learning.models.occasion import CourseOccasion, OccasionSession


class Registration(models.Model):
    """A person and an occasion. Changed by `learning.registering` only, which keeps the occasion's seats right."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="registrations"
    )
    occasion = models.ForeignKey(
        CourseOccasion, verbose_name=_("occasion"), on_delete=models.PROTECT, related_name="registrations"
    )
    status = models.CharField(_("status"), max_length=12, choices=RegistrationStatus.choices)
    language = models.CharField(_("language of mails"), max_length=12)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("manager"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    practical_needs = models.CharField(
        _("practical needs"),
        max_length=400,
        blank=True,
        help_text=_("Food, access or anything else. Deleted after the occasion."),
    )
    created_at = models.DateTimeField(_("signed up"), auto_now_add=True)
    # When the person came to the list they now stand on: the order of the waiting list.
    queued_at = models.DateTimeField(_("in line since"))
    # When the person last got a seat for sure, and was sent the calendar event; stays when they leave it again.
    registered_at = models.DateTimeField(_("registered"), null=True, blank=True)
    offered_until = models.DateTimeField(_("answer at the latest"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    attended_sessions = models.ManyToManyField(
        OccasionSession, verbose_name=_("attended"), related_name="attended_by", blank=True
    )

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["queued_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "occasion"], name="unique_registration")]
        indexes = [models.Index(fields=["occasion", "status", "queued_at"], name="registration_queue")]

    def __str__(self) -> str:
        return f"{self.user} – {self.occasion}"


class CalendarAddress(models.Model):
    """The secret address behind which a person's calendar lies; a new one makes the old one worthless."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_address")
    secret = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
