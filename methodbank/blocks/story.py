from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class EffectBlock(blocks.StructBlock):
    """A figure that the work changed, or was meant to change."""

    indicator = blocks.CharBlock(
        label=_("What was measured"),
        max_length=120,
        help_text=_("Something a reader can picture: “applications sent back”."),
    )
    before = blocks.DecimalBlock(
        label=_("Before"), required=False, help_text=_("The figure before you began. Empty when nobody knows.")
    )
    after = blocks.DecimalBlock(
        label=_("After"), required=False, help_text=_("The figure afterwards, in the same unit.")
    )
    unit = blocks.CharBlock(label=_("Unit"), max_length=40, help_text=_("For example: %, days, grams per portion."))
    how_measured = blocks.CharBlock(
        label=_("How it was measured"), max_length=250, help_text=_("Enough for somebody to measure it again.")
    )
    date = blocks.DateBlock(
        label=_("When it was measured"), required=False, help_text=_("The day of the figure after.")
    )
    basis = blocks.ChoiceBlock(
        label=_("Basis"),
        choices=[("measured", _("Measured")), ("estimated", _("Estimated"))],
        default="measured",
        help_text=_("An honest estimate is better than no figure."),
    )

    class Meta:
        icon = "order-up"
        label = _("Effect")


class QuotedBlock(blocks.StructBlock):
    """A quote in a story; shown only with consent."""

    quote = blocks.TextBlock(
        label=_("Quote"), rows=2, help_text=_("As it was said, at most two sentences. No quotation marks.")
    )
    who = blocks.CharBlock(label=_("Who said it"), max_length=120, help_text=_("A role, not a name."))
    consent = blocks.BooleanBlock(
        label=_("Consent is given"),
        required=False,
        help_text=_("The person has said yes to being quoted. Without it the quote is not shown."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
