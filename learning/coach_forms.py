"""The forms of coach support, for readers."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.coach_presentation import coach_cards, coach_page
from learning.models import Coach, CourseMethod
from learning.models.choices import Offer, WorkingLanguage
from learning.models.local_time import WallClockFormField
from methodbank.models import Department, MethodPage, Situation, StoryMethod, StoryPage
from methodbank.models.choices import Setting
from methodbank.terms import values
from portal import access
from portal.content_cache import cached
from portal.languages import active_language, all_languages, best, locales, sort_key
from portal.text_fields import PlainTextField

LONGEST = 600  # characters of a challenge, of a note twice as many
LONGEST_NOTE = 1200
ASKED_FROM = ("methodpage", "methodcollectionpage", "storypage", "coursepage", "lessonpage")


class DayInput(forms.DateInput):
    """The browser's own calendar; as text where it has none."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs={"placeholder": _("YYYY-MM-DD"), **(attrs or {})}, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs={"placeholder": "2030-01-31T13:00", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


def day_field(label) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput, input_formats=["%Y-%m-%d"])


class RequestForm(forms.Form):
    """Asks for a coach. `person` is the one who asks; a page or a coach that they may not choose is left out."""

    # Hidden ones are taken as they come: nobody could mend them.
    token = forms.Field(widget=forms.HiddenInput, required=False)
    page = forms.Field(widget=forms.HiddenInput, required=False)
    challenge = PlainTextField(
        label=gettext_lazy("What is difficult?"),
        help_text=gettext_lazy(
            "Some sentences are enough: what it is about, for whom, and what you have tried. "
            "Name no service users, pupils or colleagues."
        ),
        longest=LONGEST,
        rows=6,
    )
    offer = forms.ChoiceField(
        label=gettext_lazy("What do you want help with?"), choices=Offer.choices, widget=forms.RadioSelect
    )
    situation = forms.ChoiceField(label=gettext_lazy("Which situation is most like yours?"), required=False)
    wished = forms.ChoiceField(
        label=gettext_lazy("Is there somebody you would like?"),
        required=False,
        help_text=gettext_lazy("Only coaches who have room now."),
    )
    setting = forms.ChoiceField(label=gettext_lazy("Where?"), required=False, widget=forms.RadioSelect)
    working_language = forms.ChoiceField(label=gettext_lazy("In which language?"), choices=WorkingLanguage.choices)
    participants = forms.IntegerField(
        label=gettext_lazy("How many take part?"), required=False, min_value=1, max_value=10_000
    )
    period_from = day_field(gettext_lazy("From"))
    period_to = day_field(gettext_lazy("To, at the latest"))
    department = forms.ChoiceField(label=gettext_lazy("Where do you work?"), required=False)

    def __init__(self, *args, person, asked_page=None, wished=None, department=None, **kwargs):
        self.person = person
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            terms = list(asked_page.situations.all()) if isinstance(asked_page, MethodPage) else []
            code = active_language().code
            self.initial |= {
                "token": uuid.uuid4(),
                "page": asked_page.pk if asked_page else "",
                "situation": terms[0].code if len(terms) == 1 else "",
                "working_language": code if code in WorkingLanguage.values else WorkingLanguage.SWEDISH,
                "wished": str(wished) if wished else "",
                "department": department or "",
            }
        nothing = ("", _("Choose if you know"))
        self.fields["situation"].choices = [nothing, *((item.code, item.label) for item in values("situations"))]
        self.fields["department"].choices = [nothing, *((item.code, item.label) for item in values("departments"))]
        self.fields["setting"].choices = [*Setting.choices, ("", _("It does not matter"))]
        self.fields["wished"].choices = self._coaches(asked_page)

    def _coaches(self, asked_page) -> list:
        """Those who have room and can sign in, with those first who know what the page is about."""
        # Asked each time: an account that is switched off changes no page.
        gone = set(Coach.objects.filter(user__is_active=False).values_list("translation_key", flat=True))
        offered = [card for card in coach_cards().values() if not card.full and card.key not in gone]
        knowing = coaches_who_know(asked_page) if asked_page else set()

        def choices(cards) -> list[tuple[str, str]]:
            return [(str(card.key), f"{card.name}. {card.role}" if card.role else card.name) for card in cards]

        first = choices(card for card in offered if card.pk in knowing)
        rest = choices(card for card in offered if card.pk not in knowing)
        nobody = ("", _("Suggest one for me"))
        if first and rest:
            return [nobody, (_("Know what you read about"), first), (_("Others"), rest)]
        return [nobody, *first, *rest]

    def clean_token(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["token"] or "")
        except ValueError:
            return uuid.uuid4()

    def clean_page(self) -> int | None:
        page = find_page(self.cleaned_data["page"] or "", self.person)
        return page.pk if page else None

    def clean(self):
        found = super().clean()
        today = timezone.localdate()
        start, end = found.get("period_from"), found.get("period_to")
        for name, day in (("period_from", start), ("period_to", end)):
            if day and day < today:
                self.add_error(name, _("The day has passed. Choose today or later."))
        if start and end and start > end and not self.has_error("period_to"):
            self.add_error("period_to", _("The last day comes before the first one."))
        return found

    def as_values(self) -> dict:
        """The fields of a request."""
        data = self.cleaned_data
        source = all_languages()[0].pk

        def term(model, code: str):
            return model.objects.filter(code=code, locale_id=source).first() if code else None

        wished = data["wished"]
        return {
            "page_id": data["page"],
            "challenge": data["challenge"],
            "offer": data["offer"],
            "situation": term(Situation, data["situation"]),
            "department": term(Department, data["department"]),
            "wished_coach": Coach.objects.filter(translation_key=wished, locale_id=source).first() if wished else None,
            "setting": data["setting"],
            "working_language": data["working_language"],
            "participants": data["participants"],
            "period_from": data["period_from"],
            "period_to": data["period_to"],
        }


def find_page(text: str, person):
    """The page that a request is opened from, if the person may see it and it is one to ask about; else None."""
    from wagtail.models import Page

    if not text.isascii() or not text.isdigit() or len(text) > 15:
        return None
    page = Page.objects.live().filter(pk=int(text), content_type__model__in=ASKED_FROM).first()
    if page is None or not access.may_see(person, page.path):
        return None
    found = page.specific
    found.locale = locales()[found.locale_id]
    return found


def coaches_who_know(page) -> set[int]:
    """The coaches, by their source's key, who know the method, or one of those that a story or a course is about."""
    keys = [page.translation_key] if isinstance(page, MethodPage) else []
    if isinstance(page, StoryPage):
        keys = list(StoryMethod.objects.filter(page=page).values_list("method__translation_key", flat=True))
    elif not keys:
        keys = list(CourseMethod.objects.filter(page=page).values_list("method__translation_key", flat=True))
    rows = Coach.methods.through.objects.filter(methodpage__translation_key__in=keys)
    return set(rows.values_list("coach_id", flat=True))


class NoteForm(forms.Form):
    """Some words, or none."""

    note = PlainTextField(label=gettext_lazy("A few words"), longest=LONGEST_NOTE, rows=3, required=False)

    def as_values(self) -> dict:
        return dict(self.cleaned_data)


class AcceptForm(NoteForm):
    """Yes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("A greeting to the person")
        self.fields["note"].help_text = _("For instance when you get in touch. Not needed.")


class HandBackForm(NoteForm):
    """No, with why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Why not?")
        self.fields["note"].help_text = _("Only the coordinators read it, to find somebody else.")
        self.fields["note"].required = True


class WithdrawForm(NoteForm):
    """The person needs no coach any more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _("You need not say why.")


class BookForm(NoteForm):
    """When they meet. A time that the clock skips in March is refused; of one that comes twice, the first is meant."""

    meeting_at = WallClockFormField(
        widget=MomentInput,
        label=gettext_lazy("Day and time"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    field_order = ("meeting_at", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Where, and what to bring")

    def clean_meeting_at(self):
        moment = self.cleaned_data["meeting_at"]
        if moment <= timezone.now():
            raise ValidationError(_("Choose a time that has not passed."))
        return moment


class CloseForm(NoteForm):
    """What came of it, which methods were used, and whether others should read about it."""

    methods = forms.MultipleChoiceField(
        label=gettext_lazy("Methods that you used"), required=False, widget=forms.CheckboxSelectMultiple
    )
    with_story = forms.BooleanField(
        label=gettext_lazy("Begin a draft of a story"),
        required=False,
        help_text=gettext_lazy("Communicators get it with what is known filled in. The person who asked is told."),
    )
    field_order = ("methods", "note", "with_story")

    def __init__(self, *args, ask, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What came of it")
        self.fields["note"].help_text = _("Two or three sentences. The person who asked reads them too.")
        found = coach_page(ask.coach.translation_key) if ask.coach else None
        likely = {*(found.methods if found else ()), *([ask.page.translation_key] if ask.page else ())}
        titles = method_titles()
        ordered = sorted(titles, key=lambda key: key not in likely)
        self.likely = [str(key) for key in ordered if key in likely]  # the others stand folded away
        self.fields["methods"].choices = [(str(key), titles[key]) for key in ordered]

    def as_values(self) -> dict:
        keys = self.cleaned_data["methods"]
        return {
            "note": self.cleaned_data["note"],
            "methods": MethodPage.objects.filter(translation_key__in=keys, locale_id=all_languages()[0].pk),
            "with_story": self.cleaned_data["with_story"],
        }


def method_titles() -> dict[uuid.UUID, str]:
    """The titles of all published methods in the reader's language, A to Ö."""
    language = active_language()

    def build() -> dict[uuid.UUID, str]:
        groups: dict = {}
        for page in MethodPage.objects.live().only("translation_key", "locale", "title"):
            groups.setdefault(page.translation_key, []).append(page)
        titles = {key: best(group, language).title for key, group in groups.items()}
        return dict(sorted(titles.items(), key=lambda item: sort_key(item[1])))

    return cached(("method-titles", language.code), build)


class RateForm(NoteForm):
    """How useful it was."""

    usefulness = forms.TypedChoiceField(
        label=gettext_lazy("How useful was it?"),
        coerce=int,
        choices=[
            (5, gettext_lazy("5: very useful")),
            (4, gettext_lazy("4: useful")),
            (3, gettext_lazy("3: partly")),
            (2, gettext_lazy("2: hardly")),
            (1, gettext_lazy("1: not at all")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("usefulness", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _("The coach and the coordinators read them.")


def act_form(name: str, ask, data=None) -> forms.Form:
    """The form of an act; its fields have the act's name before them, because several stand on one page."""
    kinds = {
        "accept": AcceptForm,
        "hand_back": HandBackForm,
        "book": BookForm,
        "start": NoteForm,
        "close": CloseForm,
        "rate": RateForm,
        "withdraw": WithdrawForm,
    }
    kind = kinds[name]
    extra = {"ask": ask} if kind is CloseForm else {}
    if name == "book" and ask.meeting_at and data is None:
        extra["initial"] = {"meeting_at": ask.meeting_at}
    if name == "rate" and ask.usefulness and data is None:
        extra["initial"] = {"usefulness": ask.usefulness}
    return kind(data, prefix=name, **extra)
