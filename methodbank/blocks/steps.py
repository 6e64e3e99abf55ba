from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from portal.blocks import TextBlock


class StepBlock(blocks.StructBlock):
    """One step of a method."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, help_text=_("Begin with a verb: “Write in silence”."))
    minutes = blocks.IntegerBlock(
        label=_("Minutes"), min_value=1, max_value=2400, help_text=_("With time to move and settle.")
    )
    grouping = blocks.ChoiceBlock(
        label=_("Who works together"),
        choices=[
            ("alone", _("Alone")),
            ("pairs", _("In pairs")),
            ("group", _("In groups")),
            ("all", _("All together")),
        ],
        default="all",
        help_text=_("Alone first, then together: then everyone gets a say."),
    )
    instruction = TextBlock(
        label=_("Instruction"), help_text=_("What the participants do, so that anyone can lead it.")
    )
    say = blocks.CharBlock(
        label=_("Say aloud"),
        required=False,
        max_length=400,
        help_text=_("A line the facilitator can read as it stands."),
    )
    tip = blocks.CharBlock(
        label=_("Tip for the facilitator"),
        required=False,
        max_length=400,
        help_text=_("What experienced facilitators do just here."),
    )
    image = ImageChooserBlock(
        label=_("Picture"), required=False, help_text=_("Only when it shows how the result may look.")
    )
    image_alt = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=250,
        help_text=_("What the picture tells. Empty: it is decoration only."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class BreakBlock(blocks.StructBlock):
    """A pause between steps."""

    title = blocks.CharBlock(label=_("What"), max_length=80, help_text=_("“Coffee”, “stretch your legs”."))
    minutes = blocks.IntegerBlock(
        label=_("Minutes"), min_value=1, max_value=240, default=10, help_text=_("They count in the run time.")
    )

    class Meta:
        icon = "time"
        label = _("Break")


class StepsBlock(blocks.StreamBlock):
    """The steps of a method with breaks between them."""

    step = StepBlock()
    pause = BreakBlock()
