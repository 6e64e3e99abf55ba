"""Occasions in the admin: course leaders plan their own, chief editors everybody's."""

from django import forms
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets as views
from wagtail.snippets.views.snippets import SnippetViewSet

from learning import leading, registering
from learning.models import CourseOccasion, CoursePage
from learning.models.choices import SEATED, OccasionStatus, RegistrationStatus
from learning.occasion_state import seats
from portal.editing.people import full_name
from portal.languages import all_languages

LEADS = "learning.change_courseoccasion"
EVERY = "learning.delete_courseoccasion"  # who may take one away looks after all of them, not only their own


class LeaderChoices(forms.ModelMultipleChoiceField):
    """Those who may lead an occasion, by name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user):
        return full_name(user)


def leaders() -> QuerySet:
    """Those in a group that plans occasions."""
    right = Q(groups__permissions__codename=LEADS.split(".")[1]) | Q(is_superuser=True)
    return get_user_model().objects.filter(right, is_active=True).distinct()


class OccasionForm(WagtailAdminModelForm):
    """With the rules that hold between fields, and against the seats already taken."""

    teachers = LeaderChoices(label=gettext_lazy("Course leaders"), queryset=get_user_model().objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = [teacher.pk for teacher in self.instance.teachers.all()] if self.instance.pk else []
        people = get_user_model().objects.order_by("first_name", "last_name", "pk")
        self.fields["teachers"].queryset = people.filter(Q(pk__in=leaders().values("pk")) | Q(pk__in=now))
        if not self.instance.pk and self.for_user:
            self.initial.setdefault("teachers", [self.for_user.pk])
        self.formsets["sessions"].error_messages["too_few_forms"] = _("Give at least one session.")
        cancelled = self.instance.status == OccasionStatus.CANCELLED
        if cancelled:
            self.fields["status"].disabled = True
        else:
            choices = [choice for choice in OccasionStatus.choices if choice[0] != OccasionStatus.CANCELLED]
            self.fields["status"].choices = choices
        if self.instance.pk and self.instance.registrations.exists():
            self.fields["course"].disabled = True

    def clean_course(self) -> CoursePage:
        """The original: an occasion belongs to the course in all languages."""
        course = self.cleaned_data["course"]
        original = CoursePage.objects.filter(
            translation_key=course.translation_key, locale_id=all_languages()[0].pk
        ).first()
        return original or course

    def clean(self):
        values = super().clean()
        opens, closes = values.get("opens_at"), values.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Sign-up must close after it opens."))
        self._compare_with_start(values)
        capacity, fewest = values.get("capacity"), values.get("minimum_participants")
        if capacity and fewest and fewest > capacity:
            self.add_error("minimum_participants", _("There are fewer seats than that."))
        if capacity and self.instance.pk:
            taken = seats(self.instance).taken
            if capacity < taken:
                self.add_error("capacity", _("%(taken)d seats are taken already.") % {"taken": taken})
        return values

    def _compare_with_start(self, values: dict) -> None:
        """Whoever opens, closes or lets people cancel does so before the first session."""
        sessions = self.formsets["sessions"]
        if not sessions.is_valid():
            return
        kept = [form.cleaned_data for form in sessions.forms if form not in sessions.deleted_forms]
        first = min((session["start"] for session in kept if session.get("start")), default=None)
        sentences = {
            "opens_at": _("Sign-up must open before the first session."),
            "closes_at": _("Sign-up must close no later than the first session starts."),
            "cancel_by": _("People can cancel until the first session starts, not later."),
        }
        for name, sentence in sentences.items():
            moment = values.get(name)
            if first and moment and (moment > first or (name == "opens_at" and moment == first)):
                self.add_error(name, sentence)


class Own:
    """A leader meets the occasions that they lead; others are not there for them."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        user = self.request.user
        if not user.has_perm(EVERY) and not leading.is_leader(user, found):
            raise Http404
        return found


class EditOccasion(Own, views.EditView):
    """Saved with the occasion held, so that nobody signs up or cancels in between."""

    def post(self, request, *args, **kwargs):
        with transaction.atomic():
            registering.lock(self.get_object().pk)
            self.object = self.get_object()  # as it is now that nobody else can change it
            return super().post(request, *args, **kwargs)

    def save_instance(self):
        before = leading.snapshot(self.object.pk)
        instance = super().save_instance()
        leading.after_change(instance.pk, before)
        return instance

    @property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        if not leading.is_leader(self.request.user, self.object):
            return buttons
        acts = [("participants", _("Participants"), "group"), ("message", _("Write to everyone"), "mail")]
        if self.object.status != OccasionStatus.CANCELLED and not self.object.is_done:
            acts.append(("call_off", _("Cancel the occasion"), "cross"))
        return [
            Button(text, url=reverse(f"occasion_{name}", args=[self.object.uid]), icon_name=icon, priority=number)
            for number, (name, text, icon) in enumerate(acts)
        ] + buttons


class DeleteOccasion(Own, views.DeleteView):
    """Only what nobody has ever signed up for; anything else is cancelled instead."""

    def dispatch(self, request, *args, **kwargs):
        if self.object.registrations.exists():
            messages.error(request, _("People have signed up for the occasion. Cancel it instead of deleting it."))
            return redirect(reverse(self.edit_url_name, args=[self.object.pk]))
        return super().dispatch(request, *args, **kwargs)


class OccasionUsage(Own, views.UsageView):
    """Where it is pointed at."""


class OccasionHistory(Own, views.HistoryView):
    """Who changed it, and when."""


# On the model, where Wagtail looks for it.
CourseOccasion.edit_handler = ObjectList(
    [
        PageChooserPanel(
            "course", "learning.CoursePage", help_text=gettext_lazy("In any language: the occasion shows in all.")
        ),
        MultiFieldPanel(
            [
                FieldPanel("status", help_text=gettext_lazy("Planned: shown, but nobody can sign up yet.")),
                FieldRowPanel(
                    [
                        FieldPanel("opens_at", help_text=gettext_lazy("Empty: at once.")),
                        FieldPanel("closes_at", help_text=gettext_lazy("Empty: at the start. Leave time to prepare.")),
                    ]
                ),
                FieldPanel(
                    "cancel_by",
                    help_text=gettext_lazy("Empty: until the start. Those who wait may leave at any time."),
                ),
            ],
            heading=gettext_lazy("Sign-up"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("capacity", help_text=gettext_lazy("More seats are offered to those who wait.")),
                        FieldPanel("waiting_maximum", help_text=gettext_lazy("0: no waiting list.")),
                    ]
                ),
                FieldPanel(
                    "minimum_participants",
                    help_text=gettext_lazy(
                        "With fewer, you get a mail when sign-up closes, or 3 days before. 0: it is held anyway."
                    ),
                ),
            ],
            heading=gettext_lazy("Seats"),
        ),
        InlinePanel(
            "sessions",
            heading=gettext_lazy("Sessions"),
            label=gettext_lazy("Session"),
            min_num=1,
            max_num=40,
            panels=[
                FieldRowPanel(
                    [
                        FieldPanel("start", help_text=gettext_lazy("Date and local time: 2027-03-04 09:00.")),
                        FieldPanel("end", help_text=gettext_lazy("With breaks and time to tidy up.")),
                    ]
                ),
                FieldPanel("place"),
                FieldPanel("map_link", help_text=gettext_lazy("With https://.")),
                FieldPanel("online_address"),
            ],
            help_text=gettext_lazy(
                "Local time. In the night when clocks are put back, the hour that comes twice is the first one. "
                "Whoever has a seat gets a mail when you change a time or a place."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("language", help_text=gettext_lazy("The language that is spoken.")),
                        FieldPanel("setting", help_text=gettext_lazy("Hybrid: some on site, others remote.")),
                    ]
                ),
                FieldPanel("teachers", help_text=gettext_lazy("Only they see who takes part.")),
            ],
            heading=gettext_lazy("How it is given"),
        ),
        InlinePanel(
            "information",
            heading=gettext_lazy("Information to those who take part"),
            label=gettext_lazy("Information"),
            max_num=6,
            panels=[
                FieldPanel("locale", help_text=gettext_lazy("Others read it where nothing stands in theirs.")),
                FieldPanel("before"),
                FieldPanel("after"),
            ],
            help_text=gettext_lazy("One for each language that participants read."),
        ),
    ],
    base_form_class=OccasionForm,
)


class OccasionViewSet(SnippetViewSet):
    """Occasions with how full they are."""

    model = CourseOccasion
    icon = "date"
    menu_label = gettext_lazy("Occasions")
    menu_order = 130
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = EditOccasion
    delete_view_class = DeleteOccasion
    usage_view_class = OccasionUsage
    history_view_class = OccasionHistory
    ordering = ["-starts_at"]
    search_fields = ["course__title", "sessions__place"]
    list_filter = ["status", "language", "setting"]
    list_display = [
        "__str__",
        Column("status", label=gettext_lazy("Status"), accessor="get_status_display", sort_key="status"),
        Column("taken", label=gettext_lazy("Seats taken"), accessor=lambda row: f"{row.taken} / {row.capacity}"),
        Column("waiting", label=gettext_lazy("Waiting")),
    ]

    edit_handler = CourseOccasion.edit_handler

    def get_queryset(self, request) -> QuerySet:
        taken = Count("registrations", filter=Q(registrations__status__in=SEATED), distinct=True)
        waiting = Count("registrations", filter=Q(registrations__status=RegistrationStatus.WAITING), distinct=True)
        rows = CourseOccasion.objects.select_related("course").annotate(taken=taken, waiting=waiting)
        if not request.user.has_perm(EVERY):
            rows = rows.filter(pk__in=CourseOccasion.objects.filter(teachers=request.user).values("pk"))
        return rows


register_snippet(OccasionViewSet)
