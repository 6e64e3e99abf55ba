"""Requests for a coach, and the log of what became of them."""

import uuid
from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from learning.models.choices import Offer, RequestStatus, WorkingLanguage
from learning.models.coach import Coach
from learning.working_days import working_days_after
from methodbank.models import Department, MethodPage, Situation, StoryPage
from methodbank.models.choices import Setting

ANSWER_WITHIN = 3  # working days
WAITING = [RequestStatus.NEW, RequestStatus.ASSIGNED]  # for a first answer


class CoachRequest(models.Model):
    """Somebody asks for a coach. The status is changed by `learning.coaching` only, which mails and logs it."""

    # In addresses, so that nobody can count or guess requests.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The form brings it: sent twice, a form makes one request.
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.CASCADE, related_name="coach_requests"
    )
    department = models.ForeignKey(
        Department, verbose_name=_("department"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    challenge = models.TextField(_("challenge"), max_length=600)
    offer = models.CharField(_("what is wanted"), max_length=20, choices=Offer.choices)
    situation = models.ForeignKey(
        Situation, verbose_name=_("situation"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    page = models.ForeignKey(
        Page, verbose_name=_("asked from the page"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    period_from = models.DateField(_("from"), null=True, blank=True)
    period_to = models.DateField(_("to"), null=True, blank=True)
    participants = models.PositiveSmallIntegerField(
        _("participants"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    setting = models.CharField(_("where"), max_length=12, choices=Setting.choices, blank=True)
    working_language = models.CharField(
        _("language"), max_length=4, choices=WorkingLanguage.choices, default=WorkingLanguage.SWEDISH
    )
    wished_coach = models.ForeignKey(
        Coach, verbose_name=_("wished coach"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    coach = models.ForeignKey(
        Coach, verbose_name=_("coach"), on_delete=models.SET_NULL, null=True, blank=True, related_name="requests"
    )
    status = models.CharField(
        _("status"), max_length=12, choices=RequestStatus.choices, default=RequestStatus.NEW, db_index=True
    )
    language = models.CharField(_("language of mails"), max_length=12)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    answered_at = models.DateTimeField(_("first answer"), null=True, blank=True)
    meeting_at = models.DateTimeField(_("meeting"), null=True, blank=True)
    usefulness = models.PositiveSmallIntegerField(
        _("how useful it was"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    methods_used = models.ManyToManyField(MethodPage, verbose_name=_("methods used"), related_name="+", blank=True)
    closing_words = models.TextField(_("what came of it"), max_length=1200, blank=True)
    story = models.ForeignKey(
        StoryPage, verbose_name=_("story"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("coach request")
        verbose_name_plural = _("coach requests")
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["requester", "token"], name="one_request_of_a_form")]

    def __str__(self) -> str:
        return f"{self.requester}: {self.challenge[:60]}"

    def get_absolute_url(self) -> str:
        """Where those whom it concerns follow it."""
        return reverse("coach_request", args=[self.key])

    @property
    def due_on(self) -> date:
        """The last day for the first answer: the third working day after the day it was asked."""
        return working_days_after(timezone.localdate(self.created_at), ANSWER_WITHIN)

    @property
    def is_late(self) -> bool:
        """Waiting for an answer, for the first time or again, when that day is over."""
        return self.status in WAITING and timezone.localdate() > self.due_on


class CoachRequestEvent(models.Model):
    """A change of a request: when, by whom, from what to what."""

    request = models.ForeignKey(CoachRequest, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    act = models.CharField(_("what happened"), max_length=16, blank=True)  # one of `learning.coaching.ACTS`
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    from_status = models.CharField(_("from"), max_length=12, choices=RequestStatus.choices, blank=True)
    to_status = models.CharField(_("to"), max_length=12, choices=RequestStatus.choices)
    note = models.TextField(_("note"), max_length=1200, blank=True)

    class Meta:
        verbose_name = _("change of a coach request")
        verbose_name_plural = _("changes of coach requests")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.to_status}"
