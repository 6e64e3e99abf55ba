"""What an administrator sets for the whole portal."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from portal import contrast
from portal.blocks.links import one_target
from portal.fields import StreamField
from portal.models.files import PortalImage

AA = 4.5  # WCAG 2.2, 1.4.3: text of ordinary size
colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as #rrggbb, for example #00534f."))


def language_choices() -> list[tuple[str, str]]:
    """The portal's languages, as they are when the form is opened."""
    from portal.languages import all_languages

    return [(language.code, language.name) for language in all_languages()]


class NoticeBlock(blocks.StructBlock):
    """A message on every page, in one language."""

    language = blocks.ChoiceBlock(
        label=_("Language"),
        choices=language_choices,
        help_text=_("Only readers in this language see the text: write one for each."),
    )
    text = blocks.CharBlock(
        label=_("Text"), max_length=250, help_text=_("What has happened, whom it concerns and until when.")
    )
    page = blocks.PageChooserBlock(label=_("Read more on"), required=False, help_text=_("The page with all about it."))

    class Meta:
        icon = "info-circle"
        label = _("Notice")


class FooterLinkBlock(blocks.StructBlock):
    """A link in the footer: a page, shown in the reader's language, or an address in one language."""

    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("A page of the portal, which readers get in their language …")
    )
    address = blocks.URLBlock(
        label=_("Address"), required=False, help_text=_("… or an address elsewhere, with https://.")
    )
    text = blocks.CharBlock(
        label=_("Text"),
        required=False,
        max_length=80,
        help_text=_("Only with an address: a page has its title."),
    )
    language = blocks.ChoiceBlock(
        label=_("Language"),
        choices=language_choices,
        required=False,
        help_text=_("Empty: in every language."),
    )

    def clean(self, value):
        result = super().clean(value)
        one_target(result.get("page"), result.get("address"))
        if result.get("address") and not result.get("text"):
            raise blocks.StructBlockValidationError({"text": ValidationError(_("An address needs a text."))})
        return result

    class Meta:
        icon = "link"
        label = _("Link")


@register_setting(icon="cog")
class PortalSettings(BaseGenericSetting):
    """Organisation, look, contact, footer and notice."""

    organisation = models.CharField(_("organisation"), max_length=120, default="Luleå kommun")
    name = models.CharField(_("name of the portal"), max_length=80, default="Luleå innovation")
    logo = models.ForeignKey(
        PortalImage,
        verbose_name=_("logo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Shown beside the name. Empty: the portal's own mark."),
    )
    brand_colour = models.CharField(
        _("brand colour"),
        max_length=7,
        default="#0b4f55",
        validators=[colour],
        help_text=_("Links and buttons in the light look: at least 4.5:1 against white."),
    )
    brand_colour_dark = models.CharField(
        _("brand colour, dark look"),
        max_length=7,
        default="#8fd3d1",
        validators=[colour],
        help_text=_("Links and buttons in the dark look: at least 4.5:1 against #10181b."),
    )
    contact_text = models.CharField(_("contact"), max_length=160, blank=True)
    contact_email = models.EmailField(_("contact: e-mail"), blank=True)
    contact_phone = models.CharField(_("contact: telephone"), max_length=40, blank=True)
    footer_links = StreamField([("link", FooterLinkBlock())], blank=True, verbose_name=_("links in the footer"))
    notices = StreamField(
        [("notice", NoticeBlock())],
        blank=True,
        verbose_name=_("notice"),
        help_text=_("On top of every page: one for each language. Take it away when it is over."),
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("organisation", help_text=_("Stands in the footer and on printed cards.")),
                    FieldPanel("name", help_text=_("Short: it stands at the top of every page.")),
                    FieldPanel("logo"),
                    FieldPanel("brand_colour"),
                    FieldPanel("brand_colour_dark"),
                ],
                heading=_("Organisation and look"),
            ),
            ObjectList([FieldPanel("notices")], heading=_("Notice")),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel(
                                "contact_text",
                                help_text=_("Who answers, and when: “The innovation unit, weekdays 9 to 15”."),
                            ),
                            FieldPanel("contact_email", help_text=_("A shared mailbox rather than a person's.")),
                            FieldPanel("contact_phone", help_text=_("With the area code.")),
                        ],
                        heading=_("Contact"),
                    ),
                    FieldPanel(
                        "footer_links", help_text=_("Three to six: what readers look for at the bottom of a page.")
                    ),
                ],
                heading=_("Footer"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("portal settings")

    def clean(self):
        super().clean()
        errors = {}
        for name, background in (("brand_colour", "#ffffff"), ("brand_colour_dark", "#10181b")):
            value = getattr(self, name)
            if len(value) == 7:
                ratio = contrast.contrast(value, background)
                if ratio < AA:
                    errors[name] = _(
                        "The contrast against %(background)s is %(ratio)s:1. At least 4.5:1 is needed to be readable."
                    ) % {"background": background, "ratio": localize(round(ratio, 1))}
        if errors:
            raise ValidationError(errors)
