from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MethodbankConfig(AppConfig):
    name = "methodbank"
    verbose_name = _("Method bank")

    def ready(self) -> None:
        from methodbank import finding, personal_data

        finding.register()
        personal_data.register_kinds()
