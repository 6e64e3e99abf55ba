"""Coaches: colleagues who help others to get started."""

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from learning.models.choices import Offer, WorkingLanguage
from methodbank.models import Department, MethodPage, Situation
from methodbank.models.choices import Setting
from portal.blocks import PLAIN_FEATURES
from portal.forms import PortalSnippetForm
from portal.models import PortalImage
from portal.multi_choice import MultiChoiceField
from portal.widgets import TermCheckboxes


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
        _("capacity"), default=3, help_text=_("How many assignments at the same time.")
    )
    active_requests = models.PositiveSmallIntegerField(_("assignments now"), default=0)
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
                FieldRowPanel(
                    [
                        FieldPanel("capacity"),
                        FieldPanel(
                            "active_requests", help_text=_("As many as the capacity: the coach is not offered.")
                        ),
                    ]
                ),
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
                "active_requests",
                "available_from",
            )
        ),
    ]

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

    @property
    def is_full(self) -> bool:
        """At capacity: not offered."""
        return self.active_requests >= self.capacity
