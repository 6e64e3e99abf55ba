"""Drafts of stories that begin elsewhere than in the admin: from a tip, or from a request for a coach."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from methodbank.models import Department, MethodPage, StoryIndexPage, StoryMethod, StoryPage
from methodbank.models.choices import Status


@transaction.atomic
def make(
    index: StoryIndexPage, *, department: Department | None, methods: Iterable[MethodPage], user=None, **values
) -> StoryPage:
    """Makes a draft below a list of stories, in its language. Nothing that a published story must have is asked for.

    Nobody owns it, so that the owner of the list answers for it. The log names the user, where one is given.
    """
    # Two drafts at once would be given the same place in the tree.
    Page.objects.select_for_update().get(pk=index.pk)
    index = StoryIndexPage.objects.get(pk=index.pk)
    story = StoryPage(
        status=Status.TESTING, live=False, has_unpublished_changes=True, locale_id=index.locale_id, **values
    )
    if department:
        story.departments = [department]
    story.methods_used = [
        StoryMethod(method=method, locale_id=index.locale_id, sort_order=number)
        for number, method in enumerate(methods)
    ]
    story.rules_are_deferred = True
    index.add_child(instance=story)
    story.save_revision(user=user, log_action=user is not None, clean=False)
    return story
