from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning and coaches")

    def ready(self) -> None:
        from learning import finding, occasion_signals, personal_data, removed_accounts  # noqa: F401

        finding.register()
        personal_data.register_kinds()
