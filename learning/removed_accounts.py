"""What an account that is removed leaves behind: seats that others wait for, and coaches who have room again.

The person's own rows go with the account. What that means for others is done here, in the same transaction.
"""

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete, pre_delete

from learning import registering
from learning.models import CoachRequest, CourseOccasion, Registration
from learning.models.choices import HELD
from portal.content_cache import changed


def note_what_is_left(sender, instance, **kwargs) -> None:
    """Before: which occasions lose somebody, and whether a coach does.

    Held from here on, occasions first and in their order, as every other act holds them: whoever took the rows of the
    person first and the occasions afterwards would stand in the way of somebody who does it the other way round.
    """
    own = Registration.objects.filter(user=instance)
    held = CourseOccasion.objects.select_for_update().filter(pk__in=own.values("occasion")).order_by("pk")
    list(held.values_list("pk", flat=True))
    rows = list(own.select_for_update().order_by("pk").values_list("occasion", "status"))
    instance._occasions_left = sorted(occasion for occasion, status in rows if status in registering.STANDS)
    instance._coach_left = CoachRequest.objects.filter(requester=instance, status__in=HELD).exists()


def pass_on(sender, instance, **kwargs) -> None:
    """After: the seats are offered to those who have waited longest; the pages of coaches say who has room."""
    for pk in getattr(instance, "_occasions_left", ()):
        registering.promote(registering.lock(pk))
    if getattr(instance, "_coach_left", False):
        changed()


pre_delete.connect(note_what_is_left, sender=get_user_model(), dispatch_uid="learning_account_removed_before")
post_delete.connect(pass_on, sender=get_user_model(), dispatch_uid="learning_account_removed_after")
