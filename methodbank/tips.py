"""“Tip us about a story”: what an employee writes becomes the draft of a story, which the communicators take on.

The draft stands among the stories of the source language, whatever language it is written in: that is the tree that
stories are written in and translated from. The words stay as they were written; the tip, its mail and the admin's list
say in which language that is. Nothing that a published story must have is asked for: that is the communicators' work.
"""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import linebreaks

from methodbank import story_drafts
from methodbank.models import Department, MethodPage, StoryIndexPage, StoryPage, StoryTip
from methodbank.models.choices import Outcome
from portal import mailing
from portal.languages import all_languages
from portal.models import PortalSettings

COMMUNICATORS = "Kommunikatörer"  # the group, as the migration in `home` names it
MOST = 10  # of one person in a day


class TooMany(Exception):
    """The person has sent as many tips as fit in a day."""


@dataclass(frozen=True)
class Tip:
    """What somebody wrote."""

    title: str
    challenge: str
    approach: str
    result: str
    outcome: str = Outcome.WORKED
    unit: str = ""
    department: Department | None = None
    methods: list[MethodPage] = field(default_factory=list)
    may_contact: bool = False


def story_index() -> StoryIndexPage | None:
    """The list of stories in the source language, where drafts are made."""
    return StoryIndexPage.objects.live().filter(locale_id=all_languages()[0].pk).order_by("path").first()


def send(index: StoryIndexPage, tip: Tip, user, key: uuid.UUID, language: str) -> tuple[StoryTip, bool]:
    """Makes the draft and tells the communicators; the tip, and whether it is new. Raises TooMany.

    `key` is that of the form: what is sent twice, one after the other or at once, is one tip.
    """
    found = StoryTip.objects.filter(user=user, key=key).first()
    if found:
        return found, False
    since = timezone.now() - timedelta(days=1)
    if StoryTip.objects.filter(user=user, created_at__gt=since).count() >= MOST:
        raise TooMany
    try:
        with transaction.atomic():
            # First, so that the second half of a double click waits here, and then finds it taken.
            row = StoryTip.objects.create(user=user, key=key, language=language, may_contact=tip.may_contact)
            row.story = _draft(index, tip)
            row.save(update_fields=["story"])
            _tell(row, tip)
    except IntegrityError:
        found = StoryTip.objects.filter(user=user, key=key).first()
        if found is None:
            raise
        return found, False
    return row, True


def _draft(index: StoryIndexPage, tip: Tip) -> StoryPage:
    return story_drafts.make(
        index,
        title=tip.title,
        outcome=tip.outcome,
        challenge=linebreaks(tip.challenge, autoescape=True),
        approach=linebreaks(tip.approach, autoescape=True),
        result=linebreaks(tip.result, autoescape=True),
        contact_unit=tip.unit,
        department=tip.department,
        methods=tip.methods,
        user=None,  # the log would say who tipped, and whoever did may not want it
    )


def _tell(row: StoryTip, tip: Tip) -> None:
    """Mails the contact address, or the communicators where there is none."""
    source = all_languages()[0].code
    name = row.user.get_full_name() or row.user.get_username()
    context = {
        "tip": tip,
        "outcome": Outcome(tip.outcome),
        "who": f"{name}, {row.user.email}" if tip.may_contact else "",
        "written_in": next((item for item in all_languages() if item.code == row.language), None),
        "address": mailing.absolute(reverse("wagtailadmin_pages:edit", args=[row.story_id])),
    }
    if address := PortalSettings.load().contact_email:
        mailing.write(f"story-tip:{row.pk}", None, "story_tip", context, language=source, address=address)
        return
    for person in get_user_model().objects.filter(groups__name=COMMUNICATORS, is_active=True):
        mailing.write(f"story-tip:{row.pk}:{person.pk}", person, "story_tip", context, language=source)


def methods_offered() -> QuerySet[MethodPage]:
    """The published methods that a tip may name; in the source language, as editors choose them."""
    return MethodPage.objects.live().public().filter(locale_id=all_languages()[0].pk).order_by("title")
