"""The accessibility statement that Swedish law asks for (lag 2018:1937, MDFFS 2019:2)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.blocks import PLAIN_FEATURES
from portal.fields import StreamField
from portal.models import BasePage


class Compliance(models.TextChoices):
    """How far the service meets the requirements, in the law's three steps."""

    FULL = "full", _("fully compatible with the requirements")
    PARTIAL = "partial", _("partly compatible with the requirements")
    NONE = "none", _("not compatible with the requirements")


class ShortcomingBlock(blocks.StructBlock):
    """Content that not everybody can use."""

    what = blocks.CharBlock(
        label=_("What is not accessible"),
        max_length=300,
        help_text=_("What a person meets, and where: “The films have no captions.”"),
    )
    why = blocks.CharBlock(label=_("Why"), max_length=300, help_text=_("The reason, in one sentence."))
    remedy = blocks.CharBlock(
        label=_("What we do about it, and by when"),
        required=False,
        max_length=300,
        help_text=_("A promise that can be checked: what, and which month."),
    )

    class Meta:
        icon = "warning"
        label = _("Shortcoming")


class AccessibilityStatementPage(BasePage):
    """How accessible the portal is, and whom to tell."""

    actor = models.CharField(_("who is responsible"), max_length=160)
    service = models.CharField(_("the service"), max_length=160)
    compliance = models.CharField(_("compliance"), max_length=8, choices=Compliance.choices, default=Compliance.PARTIAL)
    shortcomings = StreamField(
        [("shortcoming", ShortcomingBlock())], blank=True, verbose_name=_("what is not accessible")
    )
    assessment_date = models.DateField(_("assessed on"), null=True)
    assessment_method = RichTextField(_("how it was assessed"), features=PLAIN_FEATURES)
    contact = RichTextField(_("contact"), features=PLAIN_FEATURES)
    supervisor = models.CharField(_("supervisory authority"), max_length=160)
    complaint_address = models.URLField(_("where to complain to the authority"))
    updated_on = models.DateField(_("statement updated"), default=timezone.localdate)

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types: list[str] = []
    template = "pages/accessibility_statement_page.html"
    recommended_fields = ["shortcomings"]

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("actor", help_text=_("The authority or company, as it is registered.")),
                FieldPanel("service", help_text=_("The name that readers know the service by.")),
                FieldPanel("compliance", help_text=_("“Partly” needs a list of what is not accessible.")),
            ],
            heading=_("What it is about"),
        ),
        FieldPanel("shortcomings", help_text=_("One for each thing that somebody may stumble on.")),
        MultiFieldPanel(
            [
                FieldPanel("assessment_date", help_text=_("The day the last test was finished.")),
                FieldPanel("assessment_method", help_text=_("Who tested, how, and which pages.")),
                FieldPanel("updated_on", help_text=_("Change it each time the statement changes.")),
            ],
            heading=_("Assessment"),
        ),
        FieldPanel(
            "contact", help_text=_("How to report a shortcoming and get content in another form. More than one way.")
        ),
        MultiFieldPanel(
            [
                FieldPanel("supervisor", help_text=_("In Sweden the Agency for Digital Government (Digg).")),
                FieldPanel("complaint_address", help_text=_("The page where one complains to the authority.")),
            ],
            heading=_("Supervision"),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("contact"), index.SearchField("shortcomings")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("complaint_address"),
    ]

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    @classmethod
    def broken_rules(cls, values):
        errors = super().broken_rules(values)
        if values.get("compliance") == Compliance.PARTIAL and not values.get("shortcomings"):
            errors["compliance"] = _("Say what is not accessible, when the service is partly compatible.")
        return errors
