"""The personal data of the method bank: who tipped about a story."""

from django.db.models import Q
from django.db.models.signals import pre_delete
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from methodbank.models import StoryTip
from portal.personal_data import Kind, Rule, register
from portal.personal_kinds import forget_mails
from portal.retention import kept


def _tips(user) -> list[dict]:
    rows = []
    for tip in StoryTip.objects.filter(user=user).select_related("story"):
        draft = tip.story if tip.story and not tip.story.first_published_at else None
        rows.append(
            {
                "created_at": tip.created_at,
                "title": tip.story.title if tip.story else "",
                "may_contact": tip.may_contact,
                "published": bool(tip.story and tip.story.live),
                # What has been published is the communicators' text.
                "text": "\n\n".join(
                    strip_tags(part) for part in (draft.challenge, draft.approach, draft.result) if draft and part
                )
                if draft
                else "",
            }
        )
    return rows


def _take_back(user) -> int:
    """Cuts the tie; a draft that nobody has worked on goes too."""
    tips = list(StoryTip.objects.filter(user=user).select_related("story"))
    for tip in tips:
        untouched = tip.story and not tip.story.first_published_at and tip.story.revisions.count() <= 1
        if untouched:
            tip.story.delete()  # and the tip with it
        else:
            tip.delete()
    return len(tips)


def _old_tips(now):
    before = kept("story_tips").before(now)
    published = Q(story__first_published_at__isnull=False)
    return StoryTip.objects.filter(Q(created_at__lt=before) | published | Q(story=None))


def _forget_mails(sender, instance, **kwargs) -> None:
    """However a tip goes, by its person, the rules or with the account: the mails that say who it came from do too."""
    forget_mails(f"story-tip:{instance.pk}", f"story-tip:{instance.pk}:")


def register_kinds() -> None:
    """Called when the app is ready."""
    pre_delete.connect(_forget_mails, sender=StoryTip, dispatch_uid="story_tip_mails")
    register(
        Kind(
            "story_tips",
            gettext_lazy("Tips about stories"),
            gettext_lazy("That a draft of a story comes from you, and whether you may be asked about it."),
            gettext_lazy("So that a communicator can ask you."),
            gettext_lazy("Communicators and chief editors see what you wrote, and who you are only if you said yes."),
            lambda: (
                _("Until the story is published, at most %(period)s. The text belongs to the story and stays.")
                % {"period": kept("story_tips")}
            ),
            order=90,
            covers=("methodbank.StoryTip.user",),
            fields={
                "created_at": gettext_lazy("Sent"),
                "title": gettext_lazy("Title"),
                "text": gettext_lazy("What you wrote"),
                "may_contact": gettext_lazy("You may be asked"),
                "published": gettext_lazy("Published"),
            },
            export=_tips,
            delete=_take_back,
            erasable=lambda user: StoryTip.objects.filter(user=user).count(),
            erases=gettext_lazy(
                "Nothing then says that the tip came from you. A draft that nobody has worked on is deleted too; one "
                "that a communicator has gone on with stays, without you."
            ),
            rules=(
                Rule(
                    "published",
                    gettext_lazy("the story is published, or the tip is old"),
                    _old_tips,
                    lambda: kept("story_tips"),
                ),
            ),
        )
    )
