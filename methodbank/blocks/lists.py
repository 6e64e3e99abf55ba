from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


def lines(label, max_length: int = 200) -> list:
    """The blocks of a list of short texts."""
    return [("item", blocks.CharBlock(label=label, max_length=max_length, icon="list-ul"))]


class RoleBlock(blocks.StructBlock):
    """Somebody who does something during the method."""

    role = blocks.CharBlock(
        label=_("Role"), max_length=80, help_text=_("What the person is called during the method: “timekeeper”.")
    )
    responsibility = blocks.CharBlock(
        label=_("Does what"),
        max_length=250,
        help_text=_("Begin with a verb: “Says when it is time for the next step.”"),
    )

    class Meta:
        icon = "user"
        label = _("Role")


class MaterialBlock(blocks.StructBlock):
    """A thing to bring; the quantity is for the whole group, or for every so many people."""

    item = blocks.CharBlock(label=_("What"), max_length=120, help_text=_("One thing in each row: “sticky notes”."))
    quantity = blocks.IntegerBlock(
        label=_("How many"),
        min_value=1,
        max_value=1000,
        default=1,
        help_text=_("For the whole group, or for the number of people below."),
    )
    per_people = blocks.IntegerBlock(
        label=_("For every … people"),
        min_value=0,
        max_value=1000,
        default=0,
        help_text=_("1: one for each person. 4: one for every four. 0: for the whole group."),
    )
    digital = blocks.CharBlock(
        label=_("Digital equivalent"),
        required=False,
        max_length=160,
        help_text=_("What to use at a distance."),
    )

    class Meta:
        icon = "clipboard-list"
        label = _("Material")


class PreparationBlock(blocks.StructBlock):
    """Something to do before."""

    what = blocks.CharBlock(
        label=_("What"), max_length=250, help_text=_("Begin with a verb: “Book a room with a free wall.”")
    )
    days_before = blocks.IntegerBlock(
        label=_("Days before"), min_value=0, max_value=365, default=1, help_text=_("0: the same day.")
    )

    class Meta:
        icon = "tasks"
        label = _("Preparation")


class PitfallBlock(blocks.StructBlock):
    """What often goes wrong, and what to do about it."""

    pitfall = blocks.CharBlock(label=_("Pitfall"), max_length=250, help_text=_("What one sees when it goes wrong."))
    avoid = blocks.CharBlock(
        label=_("How to avoid it"), max_length=350, help_text=_("What the facilitator says or does.")
    )

    class Meta:
        icon = "warning"
        label = _("Pitfall")


class TemplateBlock(blocks.StructBlock):
    """A file that goes with the method; the document says its language and format."""

    title = blocks.CharBlock(
        label=_("Title"), max_length=120, help_text=_("What it is used for: “Card for each idea”.")
    )
    document = DocumentChooserBlock(label=_("File"), help_text=_("Say the file's language where it is uploaded."))
    use = blocks.ChoiceBlock(
        label=_("Made for"),
        choices=[("edit", _("Editing")), ("print", _("Printing"))],
        default="print",
        help_text=_("A file to edit should be in an open format or from Office."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Template")
