"""Form widgets of the admin."""

from django import forms


class TermCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes for the terms of a vocabulary."""

    def __init__(self, attrs=None, choices=()):
        super().__init__({"class": "term-checkboxes", **(attrs or {})}, choices)
