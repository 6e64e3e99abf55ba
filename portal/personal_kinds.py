"""The personal data of the portal itself: account, work in the admin, mails, answers to pages, sign-ins."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.models import FormState
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry

from portal import feedback
from portal.models import DeletionLog, Mail, PageFeedback
from portal.personal_data import REMOVED, Kind, Rule, log, register
from portal.retention import Period, kept


def _account(user) -> list[dict]:
    return [
        {
            "name": user.get_full_name(),
            "username": user.get_username(),
            "email": user.email,
            "joined": user.date_joined,
            "signed_in": user.last_login,
            "groups": ", ".join(user.groups.order_by("name").values_list("name", flat=True)),
        }
    ]


def _editing(user) -> list[dict]:
    from portal.editing.reviews import with_review

    rows = [
        {"at": None, "act": _("Owner of the page"), "thing": page.title, "text": ""}
        for page in with_review(Page.objects.all()).filter(content_owner=user.pk)
    ]
    for model in (PageLogEntry, ModelLogEntry):
        rows += [
            {"at": entry.timestamp, "act": str(entry.message), "thing": entry.label, "text": ""}
            for entry in model.objects.filter(user_id=user.pk).select_related("content_type")
        ]
    for comment in Comment.objects.filter(user=user).select_related("page"):
        rows.append({"at": comment.created_at, "act": _("Comment"), "thing": comment.page.title, "text": comment.text})
    for reply in CommentReply.objects.filter(user=user).select_related("comment__page"):
        page = reply.comment.page
        rows.append({"at": reply.created_at, "act": _("Answer to a comment"), "thing": page.title, "text": reply.text})
    for model in (get_image_model(), get_document_model()):
        rows += [
            {"at": file.created_at, "act": _("Uploaded"), "thing": file.title, "text": ""}
            for file in model.objects.filter(uploaded_by_user=user)
        ]
    return sorted(rows, key=lambda row: (row["at"] is not None, row["at"] and -row["at"].timestamp()))


def _mails(user) -> list[dict]:
    names = ("created_at", "sent_at", "address", "subject", "text")
    return list(Mail.objects.filter(user=user).exclude(text="").values(*names))


def _sent_mails(user):
    return Mail.objects.filter(user=user, due_at=None).exclude(text="")


def empty_mails(mails) -> int:
    """Takes the content away; the key stays, so that nothing is sent a second time, until the rule takes the row."""
    return mails.update(address="", subject="", text="", html="", calendar="", error="")


def forget_mails(*keys: str) -> int:
    """Empties the mails with these keys, whoever got them; what still waits to be sent does not go out any more.

    A key that ends in a colon stands for all that begin with it.
    """
    wanted = [Q(key__startswith=key) if key.endswith(":") else Q(key=key) for key in keys]
    mails = Mail.objects.filter(reduce(or_, wanted))
    mails.filter(sent_at=None).update(due_at=None)
    return empty_mails(mails)


def _old_mails(now):
    before = kept("mails").before(now)
    return Mail.objects.filter(Q(sent_at__lt=before) | Q(sent_at=None, due_at=None, created_at__lt=before))


def register_kinds() -> None:
    """Called when the app is ready."""
    register(
        Kind(
            "account",
            gettext_lazy("Your account"),
            gettext_lazy(
                "Name, user name, e-mail address, when you last signed in, and what you may do. Whoever works in the "
                "admin also has choices there: language, colours, notifications, picture."
            ),
            gettext_lazy("So that you can sign in and have the right permissions."),
            gettext_lazy("You and the portal's administrators. Your name stands on pages that you own."),
            lambda: _("As long as you have the account. An administrator takes it away when you ask or leave."),
            order=10,
            covers=(
                "auth.User_groups.user",
                "auth.User_user_permissions.user",
                "wagtailusers.UserProfile.user",
                "wagtailcore.APIToken.user",
            ),
            fields={
                "name": gettext_lazy("Name"),
                "username": gettext_lazy("User name"),
                "email": gettext_lazy("E-mail"),
                "joined": gettext_lazy("Since"),
                "signed_in": gettext_lazy("Last signed in"),
                "groups": gettext_lazy("Groups"),
            },
            export=_account,
        )
    )
    register(
        Kind(
            "editing",
            gettext_lazy("Your work with the content"),
            gettext_lazy("Pages that you own; what you wrote, changed, translated, reviewed and uploaded; comments."),
            gettext_lazy("So that somebody answers for the content, and mistakes can be sorted out."),
            gettext_lazy("Editors. Readers see who owns a page."),
            lambda: _(
                "As long as the page or its change log. What you had not saved goes after a day. These are public "
                "records, so you cannot delete them here: ask an administrator."
            ),
            order=300,
            covers=(
                "*.content_owner",
                "wagtailcore.*.owner",
                "wagtailcore.*.locked_by",
                "wagtailcore.PageLogEntry.user",
                "wagtailcore.ModelLogEntry.user",
                "wagtailcore.Revision.user",
                "wagtailcore.Comment.*",
                "wagtailcore.CommentReply.user",
                "wagtailcore.PageSubscription.user",
                "wagtailcore.WorkflowState.requested_by",
                "wagtailcore.TaskState.finished_by",
                "*.uploaded_by_user",
                "wagtail_localize.*.last_translated_by",
                "wagtailadmin.EditingSession.user",
                "wagtailadmin.FormState.user",
            ),
            fields={
                "at": gettext_lazy("When"),
                "act": gettext_lazy("What"),
                "thing": gettext_lazy("On"),
                "text": gettext_lazy("Text"),
            },
            export=_editing,
            rules=(
                Rule(
                    "unsaved",
                    gettext_lazy("what was not saved"),
                    lambda now: FormState.objects.filter(last_updated_at__lt=now - timedelta(days=1)),
                    lambda: Period(1, "days"),
                ),
            ),
        )
    )
    register(
        Kind(
            "mails",
            gettext_lazy("Mails from the portal"),
            gettext_lazy("Invitations, reminders and other mails that the portal has written to you."),
            gettext_lazy("So that each mail is sent, and sent once."),
            gettext_lazy("You. Those who run the server can read the outbox."),
            lambda: _("%(period)s after it was sent.") % {"period": kept("mails")},
            order=200,
            covers=("portal.Mail.user",),
            fields={
                "created_at": gettext_lazy("Written"),
                "sent_at": gettext_lazy("Sent"),
                "address": gettext_lazy("To"),
                "subject": gettext_lazy("Subject"),
                "text": gettext_lazy("Text"),
            },
            export=_mails,
            delete=lambda user: empty_mails(_sent_mails(user)),
            erasable=lambda user: _sent_mails(user).count(),
            erases=gettext_lazy(
                "The portal's copies of mails that have been sent. What waits to be sent stays until it has gone, and "
                "what is in your mailbox is yours."
            ),
            rules=(Rule("sent", gettext_lazy("some time after they were sent"), _old_mails, lambda: kept("mails")),),
        )
    )
    register(
        Kind(
            "feedback",
            gettext_lazy("Whether a page helped"),
            gettext_lazy(
                "Your yes or no, and what you wrote was missing. Not who you are. A mark that only your browser can "
                "make again keeps a second answer from counting; it is emptied after a day."
            ),
            gettext_lazy("So that pages get better."),
            gettext_lazy("The page's owner and those who may edit it."),
            lambda: (
                _("%(period)s. Nobody can tell which answers are yours, so none can be shown here.")
                % {"period": kept("feedback")}
            ),
            order=210,
            rules=(
                Rule(
                    "marks",
                    gettext_lazy("marks of browsers"),
                    feedback.still_marked,
                    lambda: Period(1, "days"),
                    lambda rows: rows.update(mark=""),
                ),
                Rule(
                    "answers",
                    gettext_lazy("old answers"),
                    lambda now: PageFeedback.objects.filter(given_on__lt=kept("feedback").before(now).date()),
                    lambda: kept("feedback"),
                ),
            ),
        )
    )
    register(
        Kind(
            "sessions",
            gettext_lazy("Being signed in"),
            gettext_lazy("That your browser is signed in. The cookie in your browser is its other half."),
            gettext_lazy("So that you need not sign in for each page."),
            gettext_lazy("Nobody."),
            lambda: _("Two weeks, or until you sign out."),
            order=220,
            rules=(
                Rule(
                    "expired",
                    gettext_lazy("expired"),
                    lambda now: Session.objects.filter(expire_date__lt=now),
                    lambda: None,
                ),
            ),
        )
    )
    register(
        Kind(
            "deletion_log",
            gettext_lazy("The deletion log"),
            gettext_lazy("That something was deleted, by which rule, how much and when. Never whose it was."),
            gettext_lazy("So that the portal can show that it deletes as it has promised."),
            gettext_lazy("Administrators."),
            lambda: str(kept("deletion_log")),
            order=400,
            rules=(
                Rule(
                    "old",
                    gettext_lazy("old rows"),
                    lambda now: DeletionLog.objects.filter(at__lt=kept("deletion_log").before(now)),
                    lambda: kept("deletion_log"),
                ),
            ),
        )
    )


def note_removed_account(**kwargs) -> None:
    """A user was removed: what went with the account, the deletion log tells as one row."""
    log("account", REMOVED, 1)
