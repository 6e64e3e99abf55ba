"""The index: one row for each thing that can be found."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """What is known of one indexed object, ready to be matched. The database's engines search it; Elasticsearch is
    filled from it.

    The streams hold keys (`search.analysis.document_keys`), weighed from title to other. Short columns come first: a
    database that stores rows in order reads them without the long ones.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=50)
    kind = models.CharField(max_length=30, blank=True)  # of `portal.finding`; empty: for the admin alone
    language = models.CharField(max_length=12, blank=True)  # empty: in every language
    group_key = models.CharField(max_length=36, blank=True, db_index=True)  # its translations have the same
    # The languages whose readers are shown this one: its own, and those that it is not translated to. “ sv en ”
    readers = models.CharField(max_length=120, blank=True)
    facets = models.CharField(max_length=1000, blank=True)  # “ type:method phase:ideate time:30 ”
    # Where it stands, and behind it where the translations stand that lend it their keys (`search.describing.place`):
    # what restricts one of these restricts what is found by it.
    place = models.CharField(max_length=255, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=255)
    sort_title = models.CharField(max_length=255)
    # Other names, one on each line. NULL rather than empty: SQLite adds such a column without making the table anew.
    names = models.TextField(null=True, blank=True)  # noqa: DJ001
    summary = models.TextField(blank=True)
    title_keys = models.TextField(blank=True)
    lead_keys = models.TextField(blank=True)
    words = models.TextField(blank=True)  # for completion
    body_keys = models.TextField(blank=True)
    other_title_keys = models.TextField(blank=True)
    other_keys = models.TextField(blank=True)  # of its translations, their titles' too
    # What the words of its title may be asked for by (`search.analysis.title_words`); those of its translations' titles
    # on a line each. NULL as for `names`.
    title_words = models.TextField(null=True, blank=True)  # noqa: DJ001
    other_title_words = models.TextField(null=True, blank=True)  # noqa: DJ001
    text = models.TextField(blank=True)  # for the snippet
    analysis = models.PositiveSmallIntegerField(default=0)  # the version of the analysis that made the keys

    spelled: frozenset[str] = frozenset()  # the words of its texts that may be misspelled, while it is being written

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="unique_search_entry")]
        indexes = [models.Index(fields=["kind"], name="search_entry_kind")]

    def __str__(self) -> str:
        return self.title

    @property
    def codes(self) -> list[str]:
        return self.facets.split()

    @property
    def own_place(self) -> str:
        return self.place.partition(" ")[0]

    @property
    def lenders(self) -> list[str]:
        """The places of the translations whose keys it holds."""
        return self.place.split(" ")[1:]


class Word(models.Model):
    """A word of the index as it is written, with the number of entries that hold it: what corrections are made of."""

    language = models.CharField(max_length=12)
    word = models.CharField(max_length=60)
    entries = models.PositiveIntegerField(default=1)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("indexed word")
        verbose_name_plural = _("indexed words")
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="unique_search_word")]

    def __str__(self) -> str:
        return self.word


class Waiting(models.Model):
    """A change that Elasticsearch has not got yet. Written with the change itself; taken away when it has arrived.

    Its primary key is the version of the document at the server: of two changes of one entry, the later has the higher
    one, whatever the clocks of the machines say, because the entry is locked from its change until the commit.
    """

    entry_id = models.PositiveBigIntegerField(db_index=True)
    since = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("waiting index update")
        verbose_name_plural = _("waiting index updates")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.entry_id)


class Rebuild(models.Model):
    """An index of Elasticsearch that is being made: how far it has come, so that it can go on after an interruption."""

    index = models.CharField(max_length=200, blank=True)  # empty until there is one
    started = models.DateTimeField(default=timezone.now)
    last_entry = models.PositiveBigIntegerField(default=0)
    # Who is at it, and when that one was last seen: two at once would undo each other's work.
    holder = models.CharField(max_length=32, blank=True)
    seen = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("rebuild of the index")
        verbose_name_plural = _("rebuilds of the index")

    def __str__(self) -> str:
        return self.index
