from django.db import connection, models
from django.db.models import F


class ContentVersion(models.Model):
    """One row with a number that rises with every change of published content.

    What is derived from content (menus, cards, facet counts) is kept in memory under this number, so that all
    processes agree on what is fresh at the price of one small query for a request. See `portal.content_cache`.
    """

    number = models.PositiveBigIntegerField(default=0)

    @classmethod
    def current(cls) -> int:
        # Every request asks this first: the ORM would take three times as long to put the question.
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {cls._meta.db_table} WHERE id = 1")  # noqa: S608 a name of our own
            row = cursor.fetchone()
        return row[0] if row else 0

    @classmethod
    def bump(cls) -> None:
        """Raises the number, in the transaction of the change itself."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1, defaults={"number": 1})
