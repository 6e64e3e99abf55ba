from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import groups, samples
from portal.blocks.text import TextBlock


class CalloutBlock(blocks.StructBlock):
    """A short box beside the running text."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("tip", _("Tip")),
            ("note", _("Note")),
            ("warning", _("Warning")),
            ("example", _("Example")),
        ],
        default="tip",
        help_text=_("A warning is for what can do harm. Most things are tips."),
        search_index=False,
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120, help_text=_("The point in a few words."))
    text = TextBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        group = groups.GUIDANCE
        description = _("Something that must not be missed. At most two on a page.")
        template = "blocks/callout.html"
        preview_value = {
            "kind": "tip",
            "title": _("Try it small first"),
            "text": _("<p>One group and one week are enough to learn something.</p>"),
        }


class TitledTextBlock(blocks.StructBlock):
    """A title with a text: a step, or a part of an accordion."""

    title = blocks.CharBlock(
        label=_("Title"), max_length=120, help_text=_("What is in the part, so that one knows whether to open it.")
    )
    text = TextBlock(label=_("Text"))


class StepListBlock(blocks.StructBlock):
    """Numbered steps."""

    items = blocks.ListBlock(
        TitledTextBlock(label=_("Step")),
        label=_("Steps"),
        min_num=2,
        help_text=_("Two to eight. More is easier as two lists."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        group = groups.GUIDANCE
        description = _("How to do something, step by step. Begin each title with a verb.")
        template = "blocks/steps.html"
        preview_value = {
            "items": [
                {"title": _("Choose a question"), "text": _("<p>Make it small enough for a week.</p>")},
                {"title": _("Try it out"), "text": _("<p>With one group.</p>")},
            ]
        }


class ChecklistBlock(blocks.StructBlock):
    """A list to tick off, on paper or in mind."""

    title = blocks.CharBlock(
        label=_("Title"), required=False, max_length=120, help_text=_("When the list is used: “Before the meeting”.")
    )
    items = blocks.ListBlock(
        blocks.CharBlock(label=_("Item"), max_length=250), label=_("Items"), help_text=_("Begin each with a verb.")
    )

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        group = groups.GUIDANCE
        description = _("Things to remember, one line each.")
        template = "blocks/checklist.html"
        preview_value = {
            "title": _("Before the meeting"),
            "items": [_("Book a room"), _("Say what the aim is")],
        }


class AccordionBlock(blocks.StructBlock):
    """Parts that open and close."""

    items = blocks.ListBlock(
        TitledTextBlock(label=_("Part")), label=_("Parts"), help_text=_("Three or more: one or two are better as text.")
    )

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        group = groups.GUIDANCE
        description = _("Details that only some readers need. What everyone needs stays outside.")
        template = "blocks/accordion.html"
        preview_value = {"items": [{"title": _("What if we are only two?"), "text": _("<p>Do the same in pairs.</p>")}]}


class GlossaryTermBlock(blocks.StructBlock):
    """A term of the glossary with its definition."""

    def __init__(self, *args, **kwargs):
        from wagtail.snippets.blocks import SnippetChooserBlock

        super().__init__(
            [
                (
                    "term",
                    SnippetChooserBlock(
                        "home.GlossaryTerm",
                        label=_("Term"),
                        help_text=_("Readers get the definition in their language."),
                    ),
                )
            ],
            *args,
            **kwargs,
        )

    class Meta:
        icon = "openquote"
        label = _("Glossary term")
        group = groups.GUIDANCE
        description = _("Explains a word with its definition from the glossary.")
        template = "blocks/glossary_term.html"
        preview_value = staticmethod(samples.term)
