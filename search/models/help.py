"""What the search owner adds, so that people find what they mean."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.content_cache import changed
from search.text import words


def listed(text: str) -> list[str]:
    """The words of a field with one on each line, or commas between them."""
    parts = (" ".join(part.split()) for part in re.split(r"[,\n]", text))
    return list(dict.fromkeys(part for part in parts if part))


class Synonym(models.Model):
    """Words that mean the same to those who search. Live at once: they are looked up when somebody searches."""

    language = models.ForeignKey(
        "wagtailcore.Locale",
        verbose_name=_("language"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The language of the words. They help readers in every language."),
    )
    words = models.TextField(
        _("words"),
        max_length=1000,
        help_text=_("One on each line, in their basic form. Inflected forms follow by themselves."),
    )
    one_way = models.BooleanField(
        _("one way only"),
        default=False,
        help_text=_("Who searches for the first word finds the others too, but not the other way round."),
    )

    panels = [FieldPanel("language"), FieldPanel("words"), FieldPanel("one_way")]

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "words"]

    def __str__(self) -> str:
        return (" → " if self.one_way else " = ").join(self.listed())

    def listed(self) -> list[str]:
        return listed(self.words)

    def compared(self) -> list[str]:
        """The words as a search compares them, whatever stands between them."""
        return list(dict.fromkeys(" ".join(word for word, *_place in words(text)) for text in self.listed()))

    def clean(self):
        super().clean()
        if not self.words:
            return  # the field says so itself
        said = self.compared()
        if len(said) < 2 or "" in said:
            raise ValidationError({"words": _("Write at least two different words, one on each line.")})
        for other in Synonym.objects.exclude(pk=self.pk):
            if other.says(said, self.one_way):
                raise ValidationError({"words": _("There is “%(synonym)s” already.") % {"synonym": other}})

    def says(self, said: list[str], one_way: bool) -> bool:
        """Whether a row of these words would add nothing to this one."""
        own = self.compared()
        return set(said) <= set(own) and (not self.one_way or (one_way and said[:1] == own[:1]))


class Unsuggested(models.Model):
    """A word that is never suggested while somebody types."""

    word = models.CharField(_("word"), max_length=80, unique=True)

    panels = [FieldPanel("word", help_text=_("A whole query, as people write it."))]

    class Meta:
        verbose_name = _("word not to suggest")
        verbose_name_plural = _("words not to suggest")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word


@receiver([post_save, post_delete], sender=Synonym)
@receiver([post_save, post_delete], sender=Unsuggested)
def forget_kept(**kwargs) -> None:
    """Suggestions and synonyms are kept in memory as published content is: a change is live at once."""
    changed()
