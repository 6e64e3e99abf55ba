"""Times that somebody writes as the clock on the wall shows them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

FARTHEST = 10  # years, back and ahead


def from_wall_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which a clock in the zone shows the time, in UTC: there moments can be compared.

    A time more than ten years away is refused with a ValidationError, and so is one that does not exist: in the night
    when clocks are put forward an hour is missing. In the night when they are put back an hour comes twice: the first
    one is meant, which is still summer time.
    """
    if abs(moment.year - timezone.localdate().year) > FARTHEST:
        # A slip of the keys; at the ends of the calendar there is no time in UTC either.
        raise ValidationError(
            _("%(year)d is too far away. Choose a time within %(years)d years from now.")
            % {"year": moment.year, "years": FARTHEST},
            code="too_far",
        )
    found = moment.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != moment:
        raise ValidationError(
            _("%(time)s does not exist on %(day)s: the clocks are put forward that night. Choose another time.")
            % {"time": formats.date_format(moment, "H:i"), "day": formats.date_format(moment, "j F Y")},
            code="missing_hour",
        )
    return found


class WallClockFormField(forms.DateTimeField):
    """Django's field refuses the hour that comes twice too, and does not say what is wrong."""

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, datetime):
            return super().to_python(value)
        with timezone.override("UTC"):
            moment = super().to_python(value)  # read as it stands: no time is missing in UTC
        return from_wall_clock(moment.replace(tzinfo=None), timezone.get_current_timezone())


class WallClockField(models.DateTimeField):
    """A time that people write, with the nights of the year when clocks are changed taken care of."""

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WallClockFormField, **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs
