"""What readers say of a page: whether it helped, and what was missing. Nobody knows who said it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

LONGEST_TEXT = 1_000


class PageFeedback(models.Model):
    """One answer to “Did this help?”. Written by `portal.feedback` only.

    There is no user, session or address in it, and its time is a day. `mark` keeps a second answer from the same
    browser to the same page from counting twice: see `portal.feedback`. It is emptied after a day.
    """

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    helped = models.BooleanField(_("it helped"))
    text = models.TextField(_("what was missing"), max_length=LONGEST_TEXT, blank=True)
    language = models.CharField(_("language"), max_length=12)
    given_on = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    mark = models.CharField(max_length=64, blank=True, editable=False)
    reported_at = models.DateTimeField(null=True, editable=False)  # when it was put into a mail to the owner
    dealt_on = models.DateField(_("dealt with"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("feedback on a page")
        verbose_name_plural = _("feedback on pages")
        ordering = ["-given_on", "-pk"]
        default_permissions = ()  # who may edit a page, or owns it, sees what is said of it
        constraints = [
            models.UniqueConstraint(
                fields=["page", "mark"], condition=~models.Q(mark=""), name="one_answer_of_a_browser"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.text[:60] or self.helped}"
