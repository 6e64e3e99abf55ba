"""A course with occasions is not deleted: those who have signed up, or took part, would lose what they have."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from learning.models import CourseOccasion, Registration


def _kept(pages) -> str:
    """The title of a course, at or below the pages, that has occasions in some language; empty where none has."""
    for page in pages:
        below = Page.objects.descendant_of(page, inclusive=True)
        found = CourseOccasion.objects.filter(course__in=below.values("pk")).select_related("course").first()
        if found:
            return found.course.title
    return ""


def _say(request, title: str) -> None:
    text = _("“%(title)s” has occasions, and cannot be deleted. Unpublish it instead: nobody then finds it.")
    messages.error(request, text % {"title": title})


@hooks.register("before_delete_page")
def keep_course(request, page):
    """Answers instead of the page that would delete it."""
    title = _kept([page])
    if title:
        _say(request, title)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_courses(request, action_type, objects, action_class_instance):
    """The same where many are deleted at once."""
    if action_type == "delete" and objects and isinstance(objects[0], Page):
        title = _kept(objects)
        if title:
            _say(request, title)
            return redirect("wagtailadmin_explore", objects[0].get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_occasions(request, action_type, objects, action_class_instance):
    """Occasions that somebody has signed up for, where many are deleted at once."""
    if action_type == "delete" and objects and isinstance(objects[0], CourseOccasion):
        found = Registration.objects.filter(occasion__in=objects).select_related("occasion__course").first()
        if found:
            text = _("People have signed up for “%(occasion)s”. Cancel it instead of deleting it.")
            messages.error(request, text % {"occasion": found.occasion})
            return redirect(CourseOccasion.snippet_viewset.get_url_name("list"))
    return None
