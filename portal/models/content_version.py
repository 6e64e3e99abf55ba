from django.db import models
from django.db.models import F


class ContentVersion(models.Model):
    """One row with a number that rises with every change of published content.

    What is derived from content (menus, cards, facet counts) is kept in memory under this number, so that all
    processes agree on what is fresh at the price of one small query for a request. See `portal.content_cache`.
    """

    number = models.PositiveBigIntegerField(default=0)

    @classmethod
    def current(cls) -> int:
        return cls.objects.values_list("number", flat=True).filter(pk=1).first() or 0

    @classmethod
    def bump(cls) -> None:
        """Raises the number, in the transaction of the change itself."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1, defaults={"number": 1})
