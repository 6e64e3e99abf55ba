from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from portal.facets import Value
        from portal.finding import Kind, SearchFacet, register_facet, register_kind
        from portal.languages import all_languages

        register_kind(Kind("page", _("Pages"), words={"sv": "sida", "en": "page"}))
        register_kind(
            Kind("document", _("Documents"), "documents", {"sv": "fil dokument pdf", "en": "file document pdf"})
        )
        register_facet(
            SearchFacet(
                "lang", _("Language"), lambda: [Value(item.code, item.name.capitalize()) for item in all_languages()]
            )
        )
        from portal import checks, emptied_relations, personal_kinds, signals, translators  # noqa: F401

        personal_kinds.register_kinds()
