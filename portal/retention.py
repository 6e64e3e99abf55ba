"""How long the portal keeps what it knows of people: `settings.RETENTION`, from environment variables."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from portal.models.ownership import months_later


@dataclass(frozen=True)
class Period:
    """A number of days or of months."""

    number: int
    unit: str  # "days" or "months"

    def before(self, now: datetime.datetime) -> datetime.datetime:
        """The moment that lies as far back: what is older has been kept long enough."""
        if self.unit == "days":
            return now - datetime.timedelta(days=self.number)
        local = timezone.localtime(now)
        return timezone.make_aware(
            datetime.datetime.combine(months_later(local.date(), -self.number), local.time(), tzinfo=None)
        )

    @property
    def code(self) -> str:
        """For logs: the same in every language."""
        return f"{self.number} {self.unit}"

    @classmethod
    def read(cls, code: str) -> "Period | None":
        """The period that `code` gave."""
        number, _space, unit = code.partition(" ")
        return cls(int(number), unit) if number.isdigit() and unit in {"days", "months"} else None

    def __str__(self) -> str:
        if self.unit == "days":
            return ngettext("%(number)d day", "%(number)d days", self.number) % {"number": self.number}
        return ngettext("%(number)d month", "%(number)d months", self.number) % {"number": self.number}


def kept(name: str) -> Period:
    """The period of this name in the settings."""
    return Period(*settings.RETENTION[name])
