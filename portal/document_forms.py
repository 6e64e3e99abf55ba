"""Documents that are uploaded in the admin."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm


class PortalDocumentForm(BaseDocumentForm):
    """Wagtail's form; the language is chosen, because pages say it in code (`hreflang`)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "title" in self.fields:  # not where several files are uploaded at once, before anything is known of them
            self.fields["title"].help_text = _("What the file is for, as readers see it. Not the name of the file.")
        if field := self.fields.get("language"):
            self.fields["language"] = forms.ChoiceField(
                label=capfirst(field.label),
                help_text=field.help_text,
                required=False,
                choices=[("", _("No language")), *settings.LANGUAGES],
            )
