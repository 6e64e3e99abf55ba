"""The personal data of coach support: requests, and what a coach's page says of the coach."""

from django.db.models import Q, QuerySet
from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.coach_presentation import coach_name
from learning.models import Coach, CoachRequest, CoachRequestEvent
from learning.models.choices import DONE, RequestStatus
from learning.personal_data.common import titles
from methodbank.terms import term
from portal.personal_data import Kind, Rule, delete, register
from portal.personal_kinds import forget_mails
from portal.retention import kept


def _requests(user) -> list[dict]:
    related = ("coach", "wished_coach", "department", "situation", "page")
    rows = CoachRequest.objects.filter(requester=user).select_related(*related)
    found = list(rows.prefetch_related("events", "methods_used"))
    pages = [page for item in found for page in (item.page, *item.methods_used.all()) if page]
    names = titles(page.translation_key for page in pages)
    return [
        {
            "created_at": item.created_at,
            "status": item.get_status_display(),
            "challenge": item.challenge,
            "offer": item.get_offer_display(),
            "situation": _name("situations", item.situation),
            "page": names[item.page.translation_key] if item.page else "",
            "wished_coach": coach_name(item.wished_coach),
            "setting": item.get_setting_display(),
            "working_language": item.get_working_language_display(),
            "participants": item.participants,
            "period_from": item.period_from,
            "period_to": item.period_to,
            "department": _name("departments", item.department),
            "coach": coach_name(item.coach),
            "meeting_at": item.meeting_at,
            "usefulness": item.usefulness,
            "closing_words": item.closing_words,
            "methods": [names[page.translation_key] for page in item.methods_used.all()],
            # When what happened, and what the person wrote; what others wrote about it is theirs.
            "events": [
                f"{timezone.localdate(event.at):%Y-%m-%d}: {event.get_to_status_display()}"
                + (f" – {event.note}" if event.note and event.actor_id == user.pk else "")
                for event in item.events.all()
            ],
        }
        for item in found
    ]


def _name(vocabulary: str, of) -> str:
    found = term(vocabulary, of)
    return found.name if found else ""


def _ended(user) -> QuerySet:
    return CoachRequest.objects.filter(requester=user, status__in=DONE)


def _old_requests(now) -> QuerySet:
    # One that nobody ever answered is over too, after so long; and after twice as long one that nobody ever closed.
    before = kept("coach_requests").before(now)
    long_before = kept("coach_requests").before(before)
    ended = Q(status__in=[*DONE, RequestStatus.NEW], changed_at__lt=before)
    return CoachRequest.objects.filter(ended | Q(changed_at__lt=long_before))


def _profiles(user) -> list[dict]:
    return [
        {
            "name": coach.name,
            "role": coach.role,
            "language": coach.locale.language_code,
            "presentation": strip_tags(coach.presentation),
            "capacity": coach.capacity,
            "available_from": coach.available_from,
        }
        for coach in Coach.objects.filter(user=user).select_related("locale")
    ]


def _acts(user) -> list[dict]:
    """What the person has done with others' requests, without whose they were."""
    events = CoachRequestEvent.objects.filter(actor=user).exclude(request__requester=user).order_by("-at")
    return [{"at": event.at, "status": event.get_to_status_display(), "note": event.note} for event in events]


def _forget_mails(sender, instance, **kwargs) -> None:
    """However a request goes, by its person, the rules or with the account: the mails about it, to others too, do."""
    forget_mails(f"coach:{instance.key}:")


def register_kinds() -> None:
    """Called when the app is ready."""
    pre_delete.connect(_forget_mails, sender=CoachRequest, dispatch_uid="coach_request_mails")
    register(
        Kind(
            "coach_requests",
            gettext_lazy("Requests for a coach"),
            gettext_lazy("What you asked for, who helped you, what happened when, and how useful you found it."),
            gettext_lazy("So that you get help, and the help gets better."),
            gettext_lazy("You, the coach who has the request, and the coordinators."),
            lambda: (
                _("%(period)s after the last change; twice as long where nobody has closed it.")
                % {"period": kept("coach_requests")}
            ),
            order=60,
            covers=("learning.CoachRequest.requester",),
            fields={
                "created_at": gettext_lazy("Sent"),
                "status": gettext_lazy("Status"),
                "challenge": gettext_lazy("Challenge"),
                "offer": gettext_lazy("Wanted"),
                "situation": gettext_lazy("Situation"),
                "page": gettext_lazy("Asked from"),
                "wished_coach": gettext_lazy("Wished coach"),
                "setting": gettext_lazy("Where"),
                "working_language": gettext_lazy("Language"),
                "participants": gettext_lazy("How many"),
                "period_from": gettext_lazy("From"),
                "period_to": gettext_lazy("To, at the latest"),
                "department": gettext_lazy("Department"),
                "coach": gettext_lazy("Coach"),
                "meeting_at": gettext_lazy("Meeting"),
                "usefulness": gettext_lazy("Usefulness, 1 to 5"),
                "closing_words": gettext_lazy("What came of it"),
                "methods": gettext_lazy("Methods used"),
                "events": gettext_lazy("What happened"),
            },
            export=_requests,
            delete=lambda user: delete(_ended(user)),
            erasable=lambda user: _ended(user).count(),
            erases=gettext_lazy(
                "Requests that are closed, declined or withdrawn. One that is under way is needed by the coach: "
                "withdraw it first, or wait until it is closed."
            ),
            rules=(
                Rule(
                    "ended",
                    gettext_lazy("ended long ago, or never answered"),
                    _old_requests,
                    lambda: kept("coach_requests"),
                ),
            ),
        )
    )
    register(
        Kind(
            "coach_profile",
            gettext_lazy("Your page as a coach"),
            gettext_lazy("Name, role, picture, presentation and what you help with."),
            gettext_lazy("So that colleagues find you."),
            gettext_lazy("Everybody who reads the portal."),
            lambda: _("As long as you are a coach. Ask a chief editor to take it away."),
            order=70,
            covers=("learning.Coach.user",),
            fields={
                "name": gettext_lazy("Name"),
                "role": gettext_lazy("Role"),
                "language": gettext_lazy("Language"),
                "presentation": gettext_lazy("Presentation"),
                "capacity": gettext_lazy("Capacity"),
                "available_from": gettext_lazy("Available from"),
            },
            export=_profiles,
        )
    )
    register(
        Kind(
            "coach_acts",
            gettext_lazy("What you have done with others' requests"),
            gettext_lazy("When you took, booked or closed a request as a coach or coordinator, and your notes."),
            gettext_lazy("So that everybody whom a request concerns can follow it."),
            gettext_lazy("The one who asked, the coach and the coordinators."),
            lambda: _("As long as the request: %(period)s after its last change.") % {"period": kept("coach_requests")},
            order=71,
            covers=("learning.CoachRequestEvent.actor",),
            fields={"at": gettext_lazy("When"), "status": gettext_lazy("Status"), "note": gettext_lazy("Note")},
            export=_acts,
        )
    )
