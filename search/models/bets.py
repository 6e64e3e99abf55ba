"""Best bets: pages that the search owner puts first."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.search.utils import normalise_query_string

from portal.content_cache import changed
from search import parsing


class BestBetForm(WagtailAdminModelForm):
    """The query is written as text; Wagtail's model keeps queries in a table of their own."""

    words = forms.CharField(
        label=_("Query"),
        max_length=200,
        help_text=_("What people search for, as they write it. Inflected forms of the words count too."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["page"].required = True
        if self.instance.query_id:
            self.initial.setdefault("words", self.instance.query.query_string)

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if parsing.parse(words).is_empty:
            raise ValidationError(_("Write at least one word."))
        return words

    def clean(self):
        values = super().clean()
        words, page, starts, ends = (values.get(name) for name in ("words", "page", "starts", "ends"))
        if words and page:
            same = BestBet.objects.filter(
                query__query_string=normalise_query_string(words), page__translation_key=page.translation_key
            ).exclude(pk=self.instance.pk)
            before = Q(starts=None) | Q(starts__lte=ends) if ends else Q()
            after = Q(ends=None) | Q(ends__gte=starts) if starts else Q()
            if same.filter(before, after).exists():
                self.add_error("words", _("The page is already a best bet for this query on some of these days."))
        return values

    def save(self, commit=True):
        self.instance.query = Query.get(self.cleaned_data["words"])
        return super().save(commit)


class BestBet(SearchPromotion):
    """Wagtail's promotion of a page for a query, within dates. Readers get the page in their own language."""

    starts = models.DateField(_("first day"), null=True, blank=True, help_text=_("Empty: at once."))
    ends = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until somebody takes it away."))

    base_form_class = BestBetForm
    panels = [
        FieldPanel("words"),
        FieldPanel("page", heading=_("Page"), help_text=_("Readers get it in their own language.")),
        MultiFieldPanel([FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")])], heading=_("Dates")),
    ]

    class Meta:
        verbose_name = _("best bet")
        verbose_name_plural = _("best bets")

    def __str__(self) -> str:
        return f"{self.query.query_string} → {self.page.title if self.page else ''}"

    def clean(self):
        super().clean()
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": _("The last day is before the first.")})

    @property
    def state(self) -> str:
        """Whether it counts today, for the list."""
        today = timezone.localdate()
        if self.ends and self.ends < today:
            return _("over")
        return _("later") if self.starts and self.starts > today else _("shown now")


@receiver([post_save, post_delete], sender=BestBet)
def forget_bets(**kwargs) -> None:
    """Best bets are kept in memory as published content is: a changed one is live at once."""
    changed()
