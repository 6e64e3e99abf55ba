from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from portal.finding import Kind, register_kind

        register_kind(Kind("page", _("Pages"), words=("sida", "sidor", "page")))
        register_kind(Kind("document", _("Documents"), "documents", ("fil", "filer", "dokument", "file", "pdf")))
        from portal import checks, emptied_relations, signals, translators  # noqa: F401
