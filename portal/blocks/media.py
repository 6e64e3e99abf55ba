from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from portal.blocks import groups, samples
from portal.blocks.text import TextBlock


class FileBlock(blocks.StructBlock):
    """A file to download."""

    document = DocumentChooserBlock(label=_("File"), help_text=_("Say the file's language where it is uploaded."))
    description = blocks.CharBlock(
        label=_("Description"),
        required=False,
        max_length=250,
        help_text=_("What is in it and when one needs it."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        group = groups.MEDIA
        description = _("A template or another file to download.")
        template = "blocks/file.html"
        preview_value = staticmethod(samples.file)


class VideoBlock(blocks.StructBlock):
    """A film; nothing is loaded from its address before the reader asks for it."""

    title = blocks.CharBlock(
        label=_("Title"),
        max_length=120,
        help_text=_("What the film shows, and how long it is: “A check-in, 2 minutes”."),
    )
    address = blocks.URLBlock(
        label=_("Address"),
        help_text=_("The address of the film's page or file. It is loaded first when the reader asks."),
    )
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("A WebVTT file (.vtt), for films that are files.")
    )
    transcript = TextBlock(
        label=_("Transcript"),
        help_text=_("All that is said and shown: for those who do not hear, see or have the time."),
    )

    class Meta:
        icon = "media"
        label = _("Film")
        group = groups.MEDIA
        description = _("A film with a transcript, and captions when it is a file.")
        template = "blocks/video.html"
        preview_value = {
            "title": _("A check-in in two minutes"),
            "address": "https://example.com/film.mp4",
            "captions": None,
            "transcript": _("<p>Everybody says one sentence about how they arrive.</p>"),
        }
