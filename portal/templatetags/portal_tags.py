"""Template tags of every page; loaded without `{% load %}`."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

from portal import languages, navigation
from portal.content_cache import cached

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """An icon of the portal's set; without a label it is decoration."""
    address = static("portal/icons.svg")
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}#icon-{}"/></svg>', label, address, name)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#icon-{}"/></svg>', address, name)


@register.simple_tag(takes_context=True)
def stream(context, field: str, page=None):
    """The rendered StreamField of the page, kept until the content changes; always fresh in a preview."""
    page = page or context["page"]
    request = context.get("request")
    value = getattr(page, field)

    def render():
        return value.render_as_block({"page": page, "request": request})

    if getattr(request, "is_preview", False) or not page.pk:
        return render()
    return cached(("stream", page.pk, field, languages.active_language().code), render)


@register.simple_tag
def localized(page):
    """The page in the reader's language, or the source's; None where none is published."""
    return languages.localized(page)


@register.simple_tag
def image_url(image) -> str:
    """The address of an image at the size of a card."""
    from portal.cards import image_url as address

    return cached(("image", image.pk), lambda: address(image)) if image else ""


@register.simple_tag(takes_context=True)
def main_menu(context) -> list:
    """The first level of the menu, as the reader may see it."""
    top = context.get("menu")
    request = context.get("request")
    return navigation.visible(top.children, request.user) if top and request else []
