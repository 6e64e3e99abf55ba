"""No alias pages: the tree of a language holds real translations only.

Wagtail and wagtail-localize offer aliases in several places. None of them can make one here: translating a page whose
parent is not translated is refused with a sentence, and whatever else would save an alias is forbidden.
"""

from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.views.submit_translations import SubmitPageTranslationView


def refuse_alias(sender, instance, raw=False, **kwargs) -> None:
    """Raises PermissionDenied, which the admin answers with a message."""
    if isinstance(instance, Page) and instance.alias_of_id and not raw:
        raise PermissionDenied(_("This portal has no alias pages."))


pre_save.connect(refuse_alias, dispatch_uid="portal_refuse_alias")


class SubmitPageTranslation(SubmitPageTranslationView):
    """wagtail-localize's view; it would make aliases of the pages above where they are not translated."""

    def form_valid(self, form):
        parent = self.object.get_parent()
        translated = set(parent.get_translations(inclusive=True).values_list("locale_id", flat=True))
        for locale in form.cleaned_data["locales"]:
            if parent.depth > 1 and locale.pk not in translated:
                message = _("Translate the page above, “%(title)s”, to %(language)s first.")
                form.add_error("locales", message % {"title": parent.title, "language": locale.get_display_name()})
        if form.errors:
            return self.render_to_response(self.get_context_data() | {"form": form})
        return super().form_valid(form)


@hooks.register("construct_page_action_menu")
def without_aliases(menu_items, request, context) -> None:
    """Takes away wagtail-localize's offer to turn a translation into an alias."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]
