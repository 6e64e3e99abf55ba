"""The draft of a story that a closed request begins, with what is known filled in. Communicators take it from there."""

from django.utils import translation
from django.utils.html import format_html, linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail.permission_policies.pages import PagePermissionPolicy

from learning import coach_mails
from learning.models import CoachRequest
from methodbank import story_drafts
from methodbank.models import StoryIndexPage, StoryPage
from portal import mailing
from portal.languages import all_languages


def index_page(language: str) -> StoryIndexPage | None:
    """The list of stories in a language, or in the source language."""
    pages = StoryIndexPage.objects.live().filter(locale__language_code__in={language, all_languages()[0].code})
    return min(pages, key=lambda page: page.locale.language_code != language, default=None)


def begin(ask: CoachRequest, user) -> StoryPage | None:
    """Makes the draft below the list of stories, in the language of the request; None where there is no list.

    It has no owner of its own, so that the owner of the list answers for it: a request's people come and go.
    """
    parent = index_page(ask.language)
    if parent is None:
        return None
    locale = Locale.objects.get(pk=parent.locale_id)
    with translation.override(locale.language_code):
        first = ask.challenge.strip().splitlines()[0]
        story = story_drafts.make(
            parent,
            title=_("Draft: %(challenge)s") % {"challenge": Truncator(first).chars(80)},
            summary=Truncator(" ".join(ask.challenge.split())).chars(160),
            challenge=linebreaks(ask.challenge, autoescape=True),
            approach=format_html("<p>{}</p>", _("With help from %(coach)s.") % {"coach": ask.coach.name})
            if ask.coach
            else "",
            result=linebreaks(ask.closing_words, autoescape=True) if ask.closing_words else "",
            department=ask.department,
            methods=ask.methods_used.all(),
            user=user,
        )
    ask.story = story
    ask.save(update_fields=["story"])
    return story


def tell_communicators(ask: CoachRequest, event) -> None:
    """Tells those who write stories that a draft waits for them."""
    if ask.story is None:
        return
    policy = PagePermissionPolicy()
    for person in policy.users_with_permission_for_instance("change", ask.story.get_parent()):
        if not person.is_superuser:
            coach_mails.send("story", ask, event, person, mailing.language_of(person), about="story")
