"""What people fill in about occasions."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.models import Registration

NEEDS = Registration._meta.get_field("practical_needs").max_length


class NeedsForm(forms.Form):
    """Practical needs of a participant."""

    needs = forms.CharField(
        label=gettext_lazy("Practical needs"),
        max_length=NEEDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": NEEDS}),
        help_text=gettext_lazy(
            "Food, access, an interpreter or anything else. The course leaders see it, and it is deleted afterwards."
        ),
    )


class SignUpForm(NeedsForm):
    """With the manager, where the course needs an approval. `user` is the one who signs up."""

    manager = forms.CharField(
        label=gettext_lazy("Your manager"),
        max_length=254,
        help_text=gettext_lazy("The manager's e-mail address or user name in the portal. They get a mail with a link."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["manager", "needs"]

    def __init__(self, *args, user, approval: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not approval:
            del self.fields["manager"]

    def clean_manager(self):
        """The user that was meant."""
        text = self.cleaned_data["manager"].strip()
        people = get_user_model().objects.filter(is_active=True)
        found = list(people.filter(Q(email__iexact=text) | Q(username__iexact=text))[:2])
        if len(found) != 1 or not found[0].email:
            raise ValidationError(_("Nobody in the portal has this address or user name. Is it spelt right?"))
        if found[0].pk == self.user.pk:
            raise ValidationError(_("You cannot approve your own sign-up. Write your manager's address."))
        return found[0]


class ReasonForm(forms.Form):
    """Why an occasion is cancelled."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is cancelled"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 400}),
        help_text=gettext_lazy("Goes to everyone who is registered or waits. Say what they can do instead."),
    )


class MessageForm(forms.Form):
    """A message to everyone who has a seat. The token makes it one message, however often it is sent."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Message"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 10, "maxlength": 4_000})
    )
