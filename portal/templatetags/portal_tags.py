"""Template tags of every page; loaded without `{% load %}`."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail.images import get_image_model

from portal import access, languages, navigation
from portal.cards import cards
from portal.cards import image_url as address_of_image
from portal.content_cache import cached, keep

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """An icon of the portal's set; without a label it is decoration."""
    address = static("portal/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#icon-{}"/></svg>',
            label,
            address,
            name,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#icon-{}"/></svg>', address, name)


@register.simple_tag(takes_context=True)
def stream(context, field: str, page=None):
    """The rendered StreamField of the page, kept until the content changes; always fresh in a preview."""
    page = page or context["page"]
    request = context.get("request")
    value = getattr(page, field)

    def render():
        return value.render_as_block({"page": page, "request": request})

    # Blocks show other pages: the rendering is shared by those who may see the same.
    seen = access.hidden_paths(request.user) if request else ()
    return keep(f"stream-{field}-{seen}", page, request, render)


class KeptNode(template.Node):
    """What stands between `{% kept %}` and `{% endkept %}`."""

    def __init__(self, nodelist, name, values):
        self.nodelist, self.name, self.values = nodelist, name, values

    def render(self, context):
        request, page = context.get("request"), context.get("page")
        if request is None or getattr(request, "is_preview", False) or not getattr(page, "pk", None):
            return self.nodelist.render(context)

        def build() -> str:
            deferred = page.get_deferred_fields()
            if deferred:
                page.refresh_from_db(fields=deferred)
            return self.nodelist.render(context)

        values = tuple(str(value.resolve(context)) for value in self.values)
        seen = access.hidden_paths(request.user)
        key = ("kept", self.name, page.pk, languages.active_language().code, values, seen)
        return cached(key, build, large=True)


@register.tag
def kept(parser, token):
    """`{% kept name value … %}`: of a page, rendered once for all readers who may see the same, until content changes.

    What differs between two addresses of a page must stand among the values; nothing in it may differ between people.
    """
    _tag, name, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, name, [parser.compile_filter(value) for value in values])


@register.simple_tag(takes_context=True)
def localized(context, page):
    """The page in the reader's language, or the source's; None where none is published or the reader may not see it."""
    found = languages.localized(page)
    return found if found and access.may_see(_reader(context), found.path) else None


def _reader(context):
    request = context.get("request")
    return getattr(request, "user", None) or AnonymousUser()


@register.simple_tag
def image_url(pk: int | None) -> str:
    """The address of an image, by its primary key, at the size of a card."""

    def build() -> str:
        return address_of_image(get_image_model().objects.filter(pk=pk).first())

    return cached(("image", pk), build) if pk else ""


@register.simple_tag(takes_context=True)
def main_menu(context) -> list:
    """The first level of the menu, as the reader may see it."""
    top = context.get("menu")
    request = context.get("request")
    return navigation.visible(top.children, request.user) if top and request else []


@register.filter
def is_below(path: str, above: str) -> bool:
    """Whether a page's tree path lies below another's."""
    return path != above and path.startswith(above)


@register.simple_tag(takes_context=True)
def card_list(context, items) -> list[tuple]:
    """Cards of a block's pages with the texts that the block gives them."""
    texts = {item["page"].translation_key: item["text"] for item in items if item["page"]}
    found = cards(texts, _reader(context))
    return [(card, texts[card.key]) for card in found]


@register.simple_tag
def localized_term(term):
    """A snippet in the reader's language; `foreign` is its language's code where that is another one."""
    if term is None:
        return None
    language = languages.active_language()

    def build():
        found = languages.best(type(term).objects.filter(translation_key=term.translation_key), language)
        found.foreign = "" if found.locale_id == language.pk else languages.language_of(found.locale_id).code
        return found

    return cached(("term", term.translation_key, language.code), build)
