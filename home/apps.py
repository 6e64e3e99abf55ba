from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Start page and standard pages")

    def ready(self) -> None:
        from home.models import GlossaryPage
        from home.presentation import featured_keys
        from portal.finding import Kind, register_featured, register_kind

        words = {"sv": "ord begrepp ordlista term", "en": "word term glossary"}
        pages = GlossaryPage.objects.live().only("path", "locale")
        register_kind(Kind("term", _("Glossary"), "terms", words, pages=pages.all))
        register_featured(featured_keys)
