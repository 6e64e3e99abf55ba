from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from portal.health import CHECKS
        from search import signals, status

        signals.connect()
        CHECKS["search"] = status.health
