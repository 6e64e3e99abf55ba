"""What the block picker shows of blocks that need an image, a file, a page or a term: something the portal has."""

from django.utils.translation import gettext as _
from wagtail.models import Page


def figure() -> dict:
    """Any image with a caption."""
    from portal.models import PortalImage

    return {
        "image": PortalImage.objects.order_by("pk").first(),
        "alt": "",
        "decorative": True,
        "caption": _("A caption says what to look for."),
    }


def file() -> dict:
    """Any document."""
    from portal.models import PortalDocument

    return {
        "document": PortalDocument.objects.order_by("pk").first(),
        "description": _("A template to print for each group."),
    }


def cards() -> dict:
    """Two published pages."""
    pages = Page.objects.filter(live=True, depth=3).order_by("path")[:2]
    return {"title": _("Go on with"), "pages": [{"page": page, "text": ""} for page in pages]}


def term() -> dict:
    """The first term of the glossary."""
    from django.apps import apps

    return {"term": apps.get_model("home", "GlossaryTerm").objects.order_by("pk").first()}
