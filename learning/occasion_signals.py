"""Occasions are part of what pages show: a change of one raises the content's version, as a published page does."""

from django.db.models.signals import m2m_changed, post_delete, post_save

from learning.models import CourseOccasion, OccasionInformation, OccasionSession
from portal.content_cache import changed


def _changed(**kwargs) -> None:
    if not kwargs.get("raw"):
        changed()


for model in (CourseOccasion, OccasionSession, OccasionInformation):
    post_save.connect(_changed, sender=model, dispatch_uid=f"occasion_shown_{model.__name__}")
    post_delete.connect(_changed, sender=model, dispatch_uid=f"occasion_shown_{model.__name__}")
m2m_changed.connect(_changed, sender=CourseOccasion.teachers.through, dispatch_uid="occasion_shown_teachers")
