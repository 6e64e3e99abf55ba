"""Text that people write in the readers' forms."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class PlainTextField(forms.CharField):
    """A field of plain text, over several lines when `rows` is given.

    A line break counts as one character, as the browser counts it. Control characters, which no keyboard writes and
    some databases refuse, are an error of the field. A text may be at most `longest` characters: unlike with
    `max_length`, the browser cuts nothing of what is pasted, and the error says how much is too much.
    """

    default_error_messages = {
        "control": _("The text has a character that cannot be kept. Write it anew rather than paste it.")
    }

    def __init__(self, *, rows: int = 0, longest: int = 0, **options):
        self.longest = longest
        if rows:
            options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)

    def to_python(self, value):
        text = super().to_python("" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n"))
        if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in text):
            raise ValidationError(self.error_messages["control"], code="control")
        return text

    def validate(self, value):
        super().validate(value)
        over = len(value) - self.longest
        if self.longest and over > 0:
            raise ValidationError(
                ngettext(
                    "%(over)d character too many: at most %(longest)d fit.",
                    "%(over)d characters too many: at most %(longest)d fit.",
                    over,
                )
                % {"over": over, "longest": self.longest},
                code="too_long",
            )
