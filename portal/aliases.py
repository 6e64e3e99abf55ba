"""No alias pages: the tree of a language holds real translations only.

Wagtail and wagtail-localize offer aliases in several places. None of them can make one here: translating a page whose
parent is not translated is refused with a sentence, and whatever else would save an alias is forbidden.
"""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Locale, Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView


def refuse_alias(sender, instance, raw=False, **kwargs) -> None:
    """Raises PermissionDenied, which the admin answers with a message."""
    if isinstance(instance, Page) and instance.alias_of_id and not raw:
        raise PermissionDenied(_("This portal has no alias pages."))


pre_save.connect(refuse_alias, dispatch_uid="portal_refuse_alias")


def first_untranslated_above(page: Page, locale: Locale) -> Page | None:
    """The topmost page above that is missing in a language: translating begins there."""
    above = page.get_ancestors().filter(depth__gt=1)
    translated = Page.objects.filter(locale=locale, translation_key__in=above.values("translation_key"))
    return above.exclude(translation_key__in=translated.values("translation_key")).order_by("depth").first()


class SubmitPageTranslation(SubmitPageTranslationView):
    """wagtail-localize's view; it would make aliases of the pages above where they are not translated."""

    def form_valid(self, form):
        for locale in form.cleaned_data["locales"]:
            if page := first_untranslated_above(self.object, locale):
                message = _("Translate the page above, “%(title)s”, to %(language)s first.")
                # That page's form, with the language chosen, and from there back to this one.
                query = urlencode({"select_locale": locale.language_code, "next": self.request.get_full_path()})
                url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
                link = format_html(
                    '{} <a href="{}">{}</a>',
                    message % {"title": page.title, "language": locale.get_display_name()},
                    f"{url}?{query}",
                    _("Go there"),
                )
                form.add_error("locales", link)
        if form.errors:
            return self.render_to_response(self.get_context_data() | {"form": form})
        return super().form_valid(form)


@hooks.register("construct_page_action_menu")
def without_aliases(menu_items, request, context) -> None:
    """Takes away wagtail-localize's offer to turn a translation into an alias."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]
