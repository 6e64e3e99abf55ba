"""The personal data of occasions: registrations, practical needs, calendar addresses, course leaders."""

from django.db.models import Q, QuerySet
from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.models import CalendarAddress, CourseOccasion, Registration
from learning.models.choices import OccasionStatus
from learning.personal_data.common import COURSE, all_of, titles
from learning.registering import LEFT
from portal.models import Mail
from portal.personal_data import Kind, Rule, delete, exempt, register
from portal.personal_kinds import empty_mails, forget_mails
from portal.retention import kept


def _registrations(user) -> list[dict]:
    found = (
        Registration.objects.filter(user=user)
        .select_related("occasion__course", "manager")
        .prefetch_related("attended_sessions")
    )
    found = list(found)
    names = titles(item.occasion.course.translation_key for item in found)
    return [
        {
            "course": names.get(item.occasion.course.translation_key, ""),
            "starts_at": item.occasion.starts_at,
            "status": item.get_status_display(),
            "created_at": item.created_at,
            "manager": (item.manager.get_full_name() or item.manager.get_username()) if item.manager else "",
            "attended": [session.start for session in item.attended_sessions.all()],
        }
        for item in found
    ]


def _over() -> Q:
    """Registrations that no leader needs any more: the occasion is over or called off, or the person has left it."""
    return Q(occasion__ends_at__lt=timezone.now()) | Q(occasion__status=OccasionStatus.CANCELLED) | Q(status__in=LEFT)


def _done_with(user) -> QuerySet:
    return Registration.objects.filter(_over(), user=user)


def _old_registrations(now) -> QuerySet:
    before = kept("registrations").before(now)
    ended = Q(occasion__ends_at__lt=before)
    # An occasion that never got a time has no end; such a registration goes by its own last change.
    return Registration.objects.filter(ended | Q(occasion__ends_at=None, changed_at__lt=before))


def _needs(user) -> QuerySet:
    return Registration.objects.filter(user=user).exclude(practical_needs="")


def _needs_to_show(user) -> list[dict]:
    found = list(_needs(user).select_related("occasion__course"))
    names = titles(item.occasion.course.translation_key for item in found)
    return [
        {
            "course": names.get(item.occasion.course.translation_key, ""),
            "starts_at": item.occasion.starts_at,
            "needs": item.practical_needs,
        }
        for item in found
    ]


def _old_needs(now) -> QuerySet:
    gone = Q(occasion__ends_at__lt=kept("practical_needs").before(now))
    # Nobody prepares for whoever does not come, nor for what is called off.
    useless = Q(status__in=LEFT) | Q(occasion__status=OccasionStatus.CANCELLED)
    undated = Q(occasion__ends_at=None, changed_at__lt=kept("registrations").before(now))
    return Registration.objects.filter(gone | useless | undated).exclude(practical_needs="")


def _forget_needs(rows: QuerySet) -> int:
    return rows.update(practical_needs="")


def _sent_reminders(*conditions: Q, **more) -> QuerySet:
    """Copies of mails that quote what participants need, sent or given up."""
    return Mail.objects.filter(*conditions, key__startswith="reminder-", due_at=None, **more).exclude(text="")


def _old_reminders(now) -> QuerySet:
    before = kept("practical_needs").before(now)
    return _sent_reminders(Q(sent_at__lt=before) | Q(sent_at=None, created_at__lt=before))


def _erase_needs(user) -> int:
    empty_mails(_sent_reminders(user=user))
    return _forget_needs(_needs(user))


def _teaching(user) -> list[dict]:
    found = list(CourseOccasion.objects.filter(teachers=user).select_related("course"))
    names = titles(item.course.translation_key for item in found)
    return [{"course": names.get(item.course.translation_key, ""), "starts_at": item.starts_at} for item in found]


def _forget_mails(sender, instance, **kwargs) -> None:
    """However a registration goes: the mails that name the person to a manager do."""
    forget_mails(f"approval_asked:{instance.pk}:", f"approval_asked_again:{instance.pk}:")


def register_kinds() -> None:
    """Called when the app is ready."""
    pre_delete.connect(_forget_mails, sender=Registration, dispatch_uid="registration_mails")
    register(
        Kind(
            "registrations",
            gettext_lazy("Course occasions"),
            gettext_lazy("Occasions that you have signed up for, how it went, and the sessions that you attended."),
            gettext_lazy("So that you have a seat, and the course leader knows who comes."),
            gettext_lazy("You and the occasion's course leaders; your manager, where the course asks for approval."),
            lambda: _("%(period)s after the occasion.") % {"period": kept("registrations")},
            order=20,
            covers=("learning.Registration.user",),
            fields={
                "course": COURSE,
                "starts_at": gettext_lazy("Begins"),
                "status": gettext_lazy("Status"),
                "created_at": gettext_lazy("Signed up"),
                "manager": gettext_lazy("Manager"),
                "attended": gettext_lazy("Attended"),
            },
            export=_registrations,
            delete=lambda user: delete(_done_with(user)),
            erasable=lambda user: _done_with(user).count(),
            erases=gettext_lazy(
                "Occasions that are over, that were called off, or that you have cancelled, with your attendance. The "
                "leaders of a coming occasion need to know that you come: cancel first, then you can delete it. "
                "Certificates stay."
            ),
            rules=(
                Rule(
                    "occasion",
                    gettext_lazy("some time after the occasion"),
                    _old_registrations,
                    lambda: kept("registrations"),
                ),
            ),
        )
    )
    register(
        Kind(
            "practical_needs",
            gettext_lazy("Practical needs"),
            gettext_lazy("What you wrote about food, access or anything else when you signed up."),
            gettext_lazy("So that you can take part on the same terms as the others."),
            gettext_lazy("You and the occasion's course leaders."),
            lambda: (
                _("%(period)s after the occasion; at once when you cancel or it is called off.")
                % {"period": kept("practical_needs")}
            ),
            order=30,
            fields={
                "course": COURSE,
                "starts_at": gettext_lazy("Begins"),
                "needs": gettext_lazy("Practical needs"),
            },
            export=_needs_to_show,
            delete=_erase_needs,
            erasable=lambda user: _needs(user).count(),
            erases=gettext_lazy(
                "What you wrote, for coming occasions too: their leaders then do not see it any more. Your seats stay."
            ),
            rules=(
                Rule(
                    "occasion",
                    gettext_lazy("some time after the occasion"),
                    _old_needs,
                    lambda: kept("practical_needs"),
                    _forget_needs,
                ),
                Rule(
                    "reminders",
                    gettext_lazy("in mails that quote them"),
                    _old_reminders,
                    lambda: kept("practical_needs"),
                    empty_mails,
                ),
            ),
        )
    )
    register(
        Kind(
            "calendar_address",
            gettext_lazy("Your calendar address"),
            gettext_lazy("The secret address that your calendar reads your occasions from."),
            gettext_lazy("So that your calendar can follow your occasions."),
            gettext_lazy("You, and whoever you give the address."),
            lambda: _("Until you delete it or make a new one, or the account is taken away."),
            order=50,
            covers=("learning.CalendarAddress.user",),
            fields={"secret": gettext_lazy("Secret"), "created_at": gettext_lazy("Made")},
            export=lambda user: list(CalendarAddress.objects.filter(user=user).values("secret", "created_at")),
            erases=gettext_lazy("The address: calendars that read it get nothing more. You can make a new one."),
            **all_of(CalendarAddress),
        )
    )
    register(
        Kind(
            "teaching",
            gettext_lazy("Occasions that you lead"),
            gettext_lazy("That you are a course leader of an occasion."),
            gettext_lazy("So that participants know whom to meet, and you get the list."),
            gettext_lazy("Everybody who reads the course's page."),
            lambda: _("As long as the occasion. Another course leader or an administrator takes you away."),
            order=80,
            covers=("learning.CourseOccasion_teachers.user",),
            fields={"course": COURSE, "starts_at": gettext_lazy("Begins")},
            export=_teaching,
        )
    )
    exempt(
        "learning.Registration.manager", "Belongs to the registration of whoever signed up, who sees and exports it."
    )
