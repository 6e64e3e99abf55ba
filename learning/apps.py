from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning and coaches")

    def ready(self) -> None:
        from portal.finding import Kind, register_kind

        register_kind(Kind("coach", _("Coaches"), "people", ("coach", "coacher", "coaches", "person")))
