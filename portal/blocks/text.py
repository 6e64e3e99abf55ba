from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import groups

PLAIN_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.StructBlock):
    """A heading of level 2 or 3: level 1 is the page's title."""

    text = blocks.CharBlock(
        label=_("Heading"), max_length=120, help_text=_("Say what the part is about, in a few words.")
    )
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("h2", _("Heading")), ("h3", _("Subheading"))],
        default="h2",
        help_text=_("A subheading belongs to the heading above it."),
        search_index=False,
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        group = groups.TEXT
        description = _("Divides a long page; headings also make the contents list.")
        template = "blocks/heading.html"
        preview_value = {"text": _("How to start"), "level": "h2"}


class TextBlock(blocks.RichTextBlock):
    """Running text with lists and links; headings are blocks of their own."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", PLAIN_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = groups.TEXT
        description = _("Paragraphs and lists. Short sentences, one thought in each.")
        template = "blocks/text.html"
        preview_value = _("<p>Begin with what the reader needs first. Keep the paragraphs short.</p>")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words; a role rather than a name."""

    text = blocks.TextBlock(
        label=_("Quote"), rows=3, help_text=_("As it was said, at most two sentences. No quotation marks.")
    )
    attribution = blocks.CharBlock(
        label=_("Who said it"),
        required=False,
        max_length=120,
        help_text=_("A role, for example “assistant nurse”."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        group = groups.TEXT
        description = _("A voice from the organisation. Ask for consent first.")
        template = "blocks/quote.html"
        preview_value = {
            "text": _("We dared to stop when it did not work."),
            "attribution": _("Unit manager"),
        }
