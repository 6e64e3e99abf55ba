"""Tips about stories: who wrote a draft, for as long as somebody may need to ask."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from methodbank.models.story import StoryPage


class StoryTip(models.Model):
    """An employee's tip, which became the draft of a story. Written by `methodbank.tips` only."""

    # Of the form: sent twice, it is one tip.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("from"), on_delete=models.CASCADE, related_name="+"
    )
    story = models.OneToOneField(
        StoryPage, verbose_name=_("story"), on_delete=models.CASCADE, null=True, related_name="tip"
    )
    language = models.CharField(_("language"), max_length=12)
    may_contact = models.BooleanField(_("may be asked"), default=False)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("story tip")
        verbose_name_plural = _("story tips")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_tip_of_a_form")]

    def __str__(self) -> str:
        return str(self.story or self.pk)
