"""The deletion log: that something was deleted, by which rule and how much; never whose it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeletionLog(models.Model):
    """A deletion of one kind of personal data (`portal.personal_data`)."""

    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    kind = models.CharField(_("kind of data"), max_length=40)
    rule = models.CharField(_("rule"), max_length=200)
    count = models.PositiveIntegerField(_("how many"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("deletion")
        verbose_name_plural = _("deletion log")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)  # rows come from deletions and go with time: nobody edits them

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"
