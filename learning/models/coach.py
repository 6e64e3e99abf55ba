"""Coaches: colleagues who help others to get started."""

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from learning.models.choices import HELD, Offer, WorkingLanguage
from methodbank.models import Department, MethodPage, Situation
from methodbank.models.choices import Setting
from portal.blocks import PLAIN_FEATURES
from portal.forms import PortalSnippetForm
from portal.models import PortalImage
from portal.multi_choice import MultiChoiceField
from portal.widgets import TermCheckboxes


class CoachManager(models.Manager):
    """Coaches with the number of assignments that each has now (`load`): nobody counts them one coach at a time.

    A coach is one person in all languages: assignments count for the whole translation group.
    """

    def get_queryset(self):
        requests = self.model.requests.rel.related_model.objects.order_by()
        mine = requests.filter(coach__translation_key=OuterRef("translation_key"), status__in=HELD)
        counted = mine.values("coach__translation_key").annotate(number=Count("pk")).values("number")
        return super().get_queryset().annotate(load=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


class Coach(TranslatableMixin, index.Indexed, ClusterableModel):
    """A colleague to ask, tied to a user when that person signs in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=120)
    photo = models.ForeignKey(
        PortalImage,
        verbose_name=_("photo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=120)
    department = models.ForeignKey(
        Department,
        verbose_name=_("department"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    situations = ParentalManyToManyField(Situation, verbose_name=_("helps with"), blank=True, related_name="coaches")
    methods = ParentalManyToManyField(
        MethodPage, verbose_name=_("methods mastered"), blank=True, related_name="coaches"
    )
    languages = MultiChoiceField(_("languages"), choices_class=WorkingLanguage)
    settings = MultiChoiceField(_("works"), choices_class=Setting)
    offers = MultiChoiceField(_("offers"), choices_class=Offer)
    capacity = models.PositiveSmallIntegerField(
        _("capacity"),
        default=3,
        help_text=_("How many assignments at the same time. A coach who has as many is not offered."),
    )
    available_from = models.DateField(_("available from"), null=True, blank=True)
    presentation = RichTextField(_("presentation"), features=PLAIN_FEATURES, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name", help_text=_("First name and surname, or the role where no name should stand.")),
                FieldPanel("role", help_text=_("What the coach works as, in everyday words.")),
                FieldPanel(
                    "department",
                    widget=forms.Select,
                    help_text=_("Where the coach is employed. A coach helps all departments."),
                ),
                FieldPanel("photo", help_text=_("A face, square, at least 400 pixels. Ask the coach first.")),
                FieldPanel("user", help_text=_("The user the coach signs in as.")),
            ],
            heading=_("Who"),
        ),
        FieldPanel(
            "presentation",
            help_text=_("What the coach likes to help with and how it usually goes. Two or three short paragraphs."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "situations",
                    widget=TermCheckboxes,
                    help_text=_("Where the coach is at home. Requests are matched by it."),
                ),
                FieldPanel(
                    "methods", widget=TermCheckboxes, help_text=_("Methods that the coach has led several times.")
                ),
                FieldPanel("offers", help_text=_("What the coach has time for now.")),
                FieldPanel("languages", help_text=_("Languages that the coach can lead a workshop in.")),
                FieldPanel("settings", help_text=_("Where the coach can work.")),
            ],
            heading=_("What"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("capacity"),
                FieldPanel("available_from", help_text=_("When the coach has room again. Empty: now.")),
            ],
            heading=_("Room for more"),
        ),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("role"),
        index.AutocompleteField("role"),
        index.SearchField("presentation"),
        index.FilterField("locale_id"),
    ]
    override_translatable_fields = [
        *(
            SynchronizedField(name)
            for name in (
                "user",
                "photo",
                "department",
                "situations",
                "methods",
                "languages",
                "settings",
                "offers",
                "capacity",
                "available_from",
            )
        ),
    ]

    objects = CoachManager()

    base_form_class = PortalSnippetForm
    search_kind = "coach"

    class Meta:
        verbose_name = _("coach")
        verbose_name_plural = _("coaches")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["translation_key", "locale"], name="unique_coach_translation")]

    def __str__(self) -> str:
        return self.name

    def search_facets(self) -> dict[str, list[str]]:
        """What readers filter search results by: see `portal.finding`."""
        found = {"situation": [term.code for term in self.situations.all()]}
        if self.department:
            found["department"] = [self.department.code]
        return found

    def get_absolute_url(self) -> str:
        """The coach's page, in the reader's language."""
        return reverse("coach_detail", args=[self.translation_key])

    def search_address(self, language: str) -> str:
        """The coach's page for a reader of the language."""
        with translation.override(language):
            return self.get_absolute_url()

    @property
    def active_requests(self) -> int:
        """Assignments that are not closed yet."""
        if "load" not in self.__dict__:
            self.load = type(self).objects.values_list("load", flat=True).get(pk=self.pk) if self.pk else 0
        return self.load

    @property
    def is_at_capacity(self) -> bool:
        """Whether the coach has as many assignments as fit."""
        return self.active_requests >= self.capacity

    @property
    def room_from(self):
        """The day from which the coach has room again; None where that is now, or not known."""
        later = self.available_from is not None and self.available_from > timezone.localdate()
        return self.available_from if later else None

    @property
    def is_full(self) -> bool:
        """No room now: not offered."""
        return self.room_from is not None or self.is_at_capacity
