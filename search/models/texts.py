"""The text of uploaded files, read once in the background."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    READ = "read", _("read")
    EMPTY = "empty", _("without text")  # scanned, for example
    ENCRYPTED = "encrypted", _("locked with a password")
    LARGE = "large", _("too large")
    SLOW = "slow", _("took too long")
    BROKEN = "broken", _("cannot be read")


class DocumentText(models.Model):
    """What a file says, or why it is not known. Making the index anew does not read the file again."""

    document = models.OneToOneField(
        settings.WAGTAILDOCS_DOCUMENT_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    file_hash = models.CharField(max_length=40)  # of the file that was read
    outcome = models.CharField(max_length=10, choices=Outcome)
    text = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return f"{self.document_id}: {self.outcome}"
