"""What search keeps of people: nothing that says who they are, and that not for long."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.personal_data import Kind, Rule, register
from portal.retention import kept
from search.models import Missing, SearchLog


def register_kinds() -> None:
    """Called when the app is ready."""
    register(
        Kind(
            "search",
            gettext_lazy("Searches"),
            gettext_lazy(
                "The words that were searched for and what was opened, without who searched. What looks like an "
                "identity number, an address or a telephone number is masked. And tips about what is missing."
            ),
            gettext_lazy("So that what people look for is found."),
            gettext_lazy("Those who look after the search."),
            lambda: (
                _("Searches %(searches)s, tips %(tips)s. Nobody can tell which are yours.")
                % {"searches": kept("searches"), "tips": kept("feedback")}
            ),
            order=215,
            rules=(
                Rule(
                    "searches",
                    gettext_lazy("old searches"),
                    lambda now: SearchLog.objects.filter(minute__lt=kept("searches").before(now)),
                    lambda: kept("searches"),
                ),
                Rule(
                    "tips",
                    gettext_lazy("old tips"),
                    lambda now: Missing.objects.filter(sent__lt=kept("feedback").before(now)),
                    lambda: kept("feedback"),
                ),
            ),
        )
    )
