from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from portal.health import CHECKS
        from search import personal_data, signals, status

        signals.connect()
        personal_data.register_kinds()
        CHECKS["search"] = status.health
