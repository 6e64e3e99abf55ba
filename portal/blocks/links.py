from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from portal.blocks import groups, samples


def one_target(page, address) -> None:
    """Raises unless exactly one of a page and an address is given."""
    if bool(page) == bool(address):
        message = ValidationError(_("Choose a page or write an address: one of them, not both."))
        raise StructBlockValidationError({"page": message})


class ButtonBlock(blocks.StructBlock):
    """A link that stands out: the one thing to do next."""

    text = blocks.CharBlock(
        label=_("Text"), max_length=60, help_text=_("What happens: “Choose a method”, not “Click here”.")
    )
    page = blocks.PageChooserBlock(
        label=_("Page"), required=False, help_text=_("A page of the portal, which readers get in their language …")
    )
    address = blocks.URLBlock(
        label=_("Address"), required=False, help_text=_("… or an address elsewhere, with https://.")
    )

    def clean(self, value):
        result = super().clean(value)
        one_target(result.get("page"), result.get("address"))
        return result

    class Meta:
        icon = "link"
        label = _("Button")
        group = groups.LINKS
        description = _("The next step, as a button. One on a page is enough.")
        template = "blocks/button.html"
        preview_value = {"text": _("Choose a method"), "page": None, "address": "https://example.com/"}


class PageCardBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(
        label=_("Page"), help_text=_("Shown with its title, picture and facts in the reader's language.")
    )
    text = blocks.CharBlock(
        label=_("Text"), required=False, max_length=200, help_text=_("Instead of the page's own summary.")
    )


class CardsBlock(blocks.StructBlock):
    """Cards that lead to other pages."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("Why these pages stand together.")
    )
    pages = blocks.ListBlock(PageCardBlock(label=_("Page")), label=_("Pages"), help_text=_("The most important first."))

    class Meta:
        icon = "grip"
        label = _("Cards")
        group = groups.LINKS
        description = _("Two to six pages to go on to.")
        template = "blocks/cards.html"
        preview_value = staticmethod(samples.cards)
