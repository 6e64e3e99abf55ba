"""What was searched for, without who searched."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchLog(models.Model):
    """One search. There is no user, session or address in it, and its time is rounded to the minute: nothing ties two
    searches of one person together. See `search.log` for how rows come about and go."""

    minute = models.DateTimeField(db_index=True)
    query = models.CharField(max_length=200)  # normalised; personal data masked
    language = models.CharField(max_length=12)
    hits = models.PositiveIntegerField()
    stage = models.CharField(max_length=12)  # of `search.service.Found`
    engine = models.CharField(max_length=20)
    milliseconds = models.PositiveIntegerField()
    fell_back = models.BooleanField(default=False)
    # The place of the first result that was opened: 1 and up; 0 for what stood above or beside the list.
    clicked_rank = models.PositiveSmallIntegerField(null=True)
    clicked = models.CharField(max_length=36, blank=True)  # its `Entry.group_key`, where it has one

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("search log")
        indexes = [models.Index(fields=["query", "language", "minute"], name="search_log_query")]
        default_permissions = ("view",)  # rows come from searches and go with time: nobody edits them

    def __str__(self) -> str:
        return self.query
