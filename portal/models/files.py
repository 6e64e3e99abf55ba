"""The portal's own image and document models: choosing them at the start is free, changing later is not."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class PortalImage(AbstractImage):
    """An image; `description` is its default alternative text, which a block or page may override."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_portal_rendition")
        ]


class PortalDocument(AbstractDocument):
    """A file to download, in one language."""

    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("The language of the text in the file. Leave empty when it has none."),
    )

    search_kind = "document"

    admin_form_fields = (*Document.admin_form_fields, "language")
