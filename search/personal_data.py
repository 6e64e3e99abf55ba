"""What search keeps of people: nothing that says who they are, and that not for long."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.personal_data import Kind, Rule, register
from portal.retention import Period, kept
from search.log import KEPT_DAYS
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
                _("Searches %(days)d days, tips %(period)s. Nobody can tell which are yours.")
                % {"days": KEPT_DAYS, "period": kept("feedback")}
            ),
            order=215,
            rules=(
                Rule(
                    "searches",
                    gettext_lazy("old searches"),
                    lambda now: SearchLog.objects.filter(minute__lt=now - timedelta(days=KEPT_DAYS)),
                    lambda: Period(KEPT_DAYS, "days"),
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
