"""Lets a relation that was emptied on the original be emptied in its translations.

wagtail-localize copies a many-to-many relation only where it has something in it, so that the last audience or
situation of a method could not be taken away from its translations.
"""

from modelcluster.fields import ParentalManyToManyField
from wagtail_localize import models
from wagtail_localize.fields import copy_synchronised_fields, get_translatable_fields


def copy_and_empty(source, target) -> None:
    """wagtail-localize's function, and what it leaves out."""
    copy_synchronised_fields(source, target)
    for item in get_translatable_fields(type(source)):
        relation = isinstance(item.get_field(type(target)), ParentalManyToManyField)
        if relation and item.is_synchronized(source) and not getattr(source, item.field_name).all():
            setattr(target, item.field_name, [])


models.copy_synchronised_fields = copy_and_empty
