"""Form widgets of the admin."""

from django import forms


class TermCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes for the terms of a vocabulary."""
