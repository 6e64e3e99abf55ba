"""Several of a few fixed choices in one column."""

from django import forms
from django.core import checks
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.widgets import TermCheckboxes


class MultiChoiceField(models.JSONField):
    """A list of values of `choices_class`, in the order of the choices; check boxes in forms.

    A JSON list rather than a relation: the choices are code, and they are never more than a handful.
    """

    def __init__(self, *args, choices_class=None, **kwargs):
        self.choices_class = choices_class
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        return super().deconstruct()

    def check(self, **kwargs):
        errors = super().check(**kwargs)
        if self.choices_class is None and not getattr(self.model, "__fake__", False):
            errors.append(checks.Error("MultiChoiceField needs choices_class.", obj=self, id="portal.E001"))
        return errors

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=self.choices_class.choices,
            widget=TermCheckboxes,
            required=not self.blank,
            label=str(self.verbose_name).capitalize(),
            help_text=self.help_text,
        )

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if set(value) - set(self.choices_class.values):
            raise forms.ValidationError(_("Choose among the listed values."))

    def labels(self, value: list[str]) -> list[str]:
        """What the reader sees for the values."""
        return [str(choice.label) for choice in self.choices_class if choice.value in value]
