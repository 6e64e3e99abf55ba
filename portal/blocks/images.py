from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from portal.blocks import groups, samples


class FigureBlock(blocks.StructBlock):
    """An image with an alternative text, or decorative.

    Not Wagtail's ImageBlock: wagtail-localize raises on one that is added to a struct after content exists.
    """

    image = ImageChooserBlock(
        label=_("Image"), help_text=_("At least 1200 pixels wide. Ask for consent when people can be recognised.")
    )
    alt = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=250,
        help_text=_("What the image tells, for those who do not see it. Not “image of”."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Decorative"),
        required=False,
        help_text=_("Tick when the image adds nothing that the text does not say."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"), required=False, max_length=250, help_text=_("What to look for in the picture.")
    )

    def clean(self, value):
        result = super().clean(value)
        if not result.get("decorative") and not result.get("alt"):
            raise StructBlockValidationError(
                {"alt": ValidationError(_("Write an alternative text, or tick that the image is decorative."))}
            )
        return result

    class Meta:
        icon = "image"
        label = _("Image")
        group = groups.MEDIA
        description = _("A picture with a caption. Choose one that helps the reader understand.")
        template = "blocks/image.html"
        preview_value = staticmethod(samples.figure)
