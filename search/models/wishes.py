"""What readers miss: their tips to the search owner."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_MESSAGE = 500


class Missing(models.Model):
    """A tip about something that a reader looked for in vain. Nobody knows who wrote it."""

    query = models.CharField(_("searched for"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=12)
    message = models.TextField(_("message"), max_length=LONGEST_MESSAGE)
    sent = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("tip about what is missing")
        verbose_name_plural = _("tips about what is missing")
        ordering = ["-sent"]

    def __str__(self) -> str:
        return self.query or self.message[:60]
