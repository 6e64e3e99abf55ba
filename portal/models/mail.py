"""The outbox: mails are written with the change that causes them, and sent by the worker afterwards."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """A mail to one person, once: `key` says what it is about, and there is never a second with the same key."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("to"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=12)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    calendar = models.TextField(_("calendar event"), blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    due_at = models.DateTimeField(_("next attempt"), null=True, db_index=True)
    # A reminder of what has begun, an offer that has run out: after this it is not sent any more.
    useless_after = models.DateTimeField(_("of use until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("latest error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
