"""The forms of pages and snippets in the admin."""

from django import forms
from django.db.models import Model, Q
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import Page, TranslatableMixin

from portal.languages import all_languages


def offer_terms_once(form: forms.BaseForm) -> None:
    """Offers terms, and pages to tick, in the source language only, and retired terms only where they are chosen.

    Relations point at the source's terms, whatever the language of the page; readers get their own.
    """
    for name, field in form.fields.items():
        model = getattr(getattr(field, "queryset", None), "model", None)
        if model is None or not issubclass(model, TranslatableMixin):
            continue
        if issubclass(model, Page) and not isinstance(field, forms.ModelMultipleChoiceField):
            continue  # the page chooser has a filter of its own
        offered = Q(locale_id=all_languages()[0].pk)
        if hasattr(model, "retired"):
            offered &= Q(retired=False)
        chosen = form.initial.get(name)
        if chosen:
            keys = [chosen] if isinstance(chosen, (int, str, Model)) else chosen
            offered |= Q(pk__in=[getattr(key, "pk", key) for key in keys])
        field.queryset = field.queryset.filter(offered)


class TermsFormMixin:
    """Applies `offer_terms_once` to a form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_terms_once(self)


class PortalSnippetForm(TermsFormMixin, WagtailAdminModelForm):
    """The form of a snippet that has terms."""


class PortalPageForm(TermsFormMixin, WagtailAdminPageForm):
    """The form of every page.

    A draft may be half done: rules between fields bind when the page is published, as required fields do. They are
    applied to the form's values here, because relations reach the instance only when it is saved.
    """

    def clean(self):
        cleaned_data = super().clean()
        if not self.is_deferred_validation:
            model = self._meta.model
            values = cleaned_data | {name: self._kept(name) for name in model.required_children}
            for field, error in model.broken_rules(values).items():
                if field in model.required_children:
                    self.formsets[field].non_form_errors().append(error)
                else:
                    self.add_error(field, error)
        return cleaned_data

    def _kept(self, name: str) -> list:
        """The forms of a child relation that will be saved."""
        formset = self.formsets[name]
        formset.full_clean()
        kept = [*formset.initial_forms, *(form for form in formset.extra_forms if form.has_changed())]
        return [form for form in kept if form not in formset.deleted_forms]

    def _post_clean(self):
        self.instance.rules_are_deferred = True
        try:
            super()._post_clean()
        finally:
            self.instance.rules_are_deferred = False
