"""The page that every page of the portal is."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal import access, languages, navigation, translation_state
from portal.content_cache import cached
from portal.editing.checks_panel import ChecksPanel
from portal.forms import PortalPageForm
from portal.models.files import PortalImage
from portal.models.ownership import OwnedMixin


class BasePage(OwnedMixin, Page):
    """What every page has: summary, picture, owner and review, translations.

    A subclass names its panels by tab (`content_panels`, `facts_panels`, `relations_panels`) and adds the facts that
    are the same in every language to `synchronised_fields`.
    """

    summary = models.CharField(
        _("summary"),
        max_length=160,
        help_text=_("What the page gives the reader, in at most 160 characters. Shown in lists and search results."),
    )
    illustration = models.ForeignKey(
        PortalImage,
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Shown on cards and at the top of the page."),
    )
    illustration_alt = models.CharField(
        _("alternative text of the picture"),
        max_length=250,
        blank=True,
        help_text=_("What the picture tells. Leave empty when it is decoration only."),
    )

    facts_panels: list = []
    relations_panels: list = []
    illustration_panel = MultiFieldPanel(
        [FieldPanel("illustration"), FieldPanel("illustration_alt")], heading=_("Picture")
    )
    content_panels = [
        TitleFieldPanel("title", help_text=_("What the page is about, in the reader's words. At most eight words.")),
        FieldPanel("summary"),
        illustration_panel,
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug", help_text=_("The last part of the address. Short, and the same for as long as it lives.")
                ),
                FieldPanel(
                    "show_in_menus", help_text=_("For sections and pages that many look for: keep the menus short.")
                ),
            ],
            heading=_("Address and menus"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("seo_title", help_text=_("Instead of the title in search engines. Empty: the title.")),
                FieldPanel("search_description", help_text=_("When the page is shared. Empty: the summary.")),
            ],
            heading=_("When the page is shared"),
        ),
    ]

    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]

    override_translatable_fields = [
        SynchronizedField("content_owner"),
        SynchronizedField("owner_unit"),
        SynchronizedField("review_interval"),
        SynchronizedField("last_reviewed"),
    ]
    base_form_class = PortalPageForm

    # How search knows the page: see `portal.finding`.
    search_kind = "page"

    # What the page is called in lists ("Method", "Story"), and the fields an editor is reminded of when empty.
    type_label = _("Page")
    recommended_fields: list[str] = ["illustration"]
    # Child relations of which a published page has at least one. (A panel's `min_num` would bind drafts too.)
    required_children: list[str] = []
    # Whether all that shows the page's streams stands in `{% kept %}`: then they are read only when it is rendered.
    streams_are_kept = False

    class Meta:
        abstract = True

    @classmethod
    def get_edit_handler(cls):
        """The tabs follow the editor's work. Tabs without panels are left out."""
        tabs = [
            (cls.content_panels, _("Content")),
            (cls.facts_panels, _("Facts")),
            (cls.relations_panels, _("Relations")),
            (cls.ownership_panels, _("Owner and review")),
            (cls.promote_panels, _("Share")),
            ([ChecksPanel()], _("Check")),
        ]
        handler = TabbedInterface(
            [ObjectList(panels, heading=heading) for panels, heading in tabs if panels]
            + [ObjectList(cls.settings_panels, heading=_("Publishing"))],
        )
        return handler.bind_to_model(cls)

    def clean(self):
        super().clean()
        if not getattr(self, "rules_are_deferred", False):
            errors = self.broken_rules(self._values())
            if errors:
                raise ValidationError(errors)

    def _values(self) -> dict:
        values = {}
        for field in self._meta.get_fields():
            if isinstance(field, ParentalManyToManyField):
                values[field.name] = list(getattr(self, field.name).all())
            elif field.concrete and not (field.many_to_many or field.one_to_one):
                values[field.name] = getattr(self, field.name)
        return values | {name: list(getattr(self, name).all()) for name in self.required_children}

    @classmethod
    def broken_rules(cls, values: dict) -> dict[str, str | ValidationError]:
        """What is wrong between fields, by the field where the message belongs.

        `values` has the fields of the page by name, from a form or from a page; one that failed a check of its own is
        missing. Called when a page is published, not for a draft.
        """
        return {name: _("Choose at least one.") for name in cls.required_children if values.get(name) == []}

    def warnings(self) -> list[str]:
        """What an editor should look at, though it stops nothing."""
        empty = [
            str(self._meta.get_field(name).verbose_name) for name in self.recommended_fields if not getattr(self, name)
        ]
        return [_("Recommended fields are empty: %(fields)s.") % {"fields": ", ".join(empty)}] if empty else []

    def search_facets(self) -> dict[str, list[str]]:
        """What readers filter search results by, beside the kind: codes by facet."""
        return {}

    def search_headings(self) -> list[str]:
        """The headings of the text, which weigh more than the text."""
        return [text for _anchor, text in self.headings()]

    def headings(self) -> list[tuple[str, str]]:
        """The main headings of the body, for the contents list: anchor and text."""
        # The raw data: pages and images that other blocks point at are none of its business.
        blocks = getattr(self, "body", None)
        found = [item["value"] for item in (blocks.raw_data if blocks else ()) if item["type"] == "heading"]
        return [(slugify(value["text"]), value["text"]) for value in found if value["level"] == "h2"]

    def get_view_restrictions(self):
        """Those of the page, of what is above it, and of the same pages in other languages."""
        found = [item.pk for item in access.restrictions() if self.path.startswith(item.path)]
        return PageViewRestriction.objects.filter(pk__in=found) if found else PageViewRestriction.objects.none()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        if self.pk:
            context |= {
                "alternatives": languages.alternatives(self),
                "breadcrumbs": navigation.breadcrumbs(self),
                "section": navigation.section(self, request.user),
                "ownership": cached(("ownership", self.pk), self.ownership),
                "translation": translation_state.of_page(self),
            }
        return context
