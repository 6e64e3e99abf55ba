"""The form for a tip about a story."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from methodbank import tips
from methodbank.models import Department
from methodbank.models.choices import Outcome
from methodbank.terms import vocabulary
from portal.cards import cards
from portal.languages import all_languages
from portal.text_fields import PlainTextField

LONGEST = 4_000  # letters of an answer
MOST_METHODS = 10


class TipForm(forms.Form):
    """Five questions; only the first four must be answered."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = PlainTextField(
        label=_("What is it about?"), max_length=100, help_text=_("A few words, as you would say it to a colleague.")
    )
    challenge = PlainTextField(
        label=_("What was difficult?"), rows=4, max_length=LONGEST, help_text=_("And for whom. No names of people.")
    )
    approach = PlainTextField(
        label=_("What did you do?"), rows=4, max_length=LONGEST, help_text=_("In the order in which you did it.")
    )
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        help_text=_("What did not work teaches others just as much."),
    )
    result = PlainTextField(
        label=_("What came of it?"),
        rows=4,
        max_length=LONGEST,
        help_text=_("What became different, or what you learned when it did not."),
    )
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("Choose …")
    )
    unit = PlainTextField(
        label=_("Unit or working group"), max_length=120, required=False, help_text=_("Shown with the story.")
    )
    methods = forms.ModelMultipleChoiceField(
        label=_("Methods that you used"),
        queryset=tips.MethodPage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If any."),
    )
    may_contact = forms.BooleanField(
        label=_("You may contact me about this"),
        required=False,
        help_text=_("Then the communicators see your name and e-mail address. Without it they do not see who you are."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        source = all_languages()[0].pk
        department, methods = self.fields["department"], self.fields["methods"]
        department.queryset = Department.objects.filter(locale_id=source, retired=False)
        department.label_from_instance = self._term_name
        methods.queryset = tips.methods_offered()
        self._titles = {card.key: card.title for card in cards(_keys(methods.queryset), user)}
        methods.label_from_instance = lambda method: self._titles.get(method.translation_key, method.title)

    @staticmethod
    def _term_name(term) -> str:
        own = vocabulary("departments").get(term.translation_key)
        return own.name if own else term.name

    def usable_key(self) -> str:
        """The key of this form, or a new one: what is no key must not stand in the way of sending."""
        try:
            return str(uuid.UUID(self.data.get("key", "")))
        except ValueError:
            return str(uuid.uuid4())

    def clean_methods(self):
        methods = list(self.cleaned_data["methods"])
        if len(methods) > MOST_METHODS:
            raise forms.ValidationError(_("Choose at most %(most)d methods.") % {"most": MOST_METHODS})
        return methods

    def tip(self) -> tips.Tip:
        """What was written."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return tips.Tip(**data)


def _keys(methods) -> list:
    return list(methods.values_list("translation_key", flat=True))
