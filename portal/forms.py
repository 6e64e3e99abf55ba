"""The form of every page in the admin."""

from wagtail.admin.forms import WagtailAdminPageForm


class PortalPageForm(WagtailAdminPageForm):
    """A draft may be half done: rules between fields bind when the page is published, as required fields do.

    The rules are applied to the form's values here, because relations reach the instance only when it is saved.
    """

    def clean(self):
        cleaned_data = super().clean()
        if not self.is_deferred_validation:
            for field, error in self._meta.model.broken_rules(cleaned_data).items():
                self.add_error(field, error)
        return cleaned_data

    def _post_clean(self):
        self.instance.rules_are_deferred = True
        try:
            super()._post_clean()
        finally:
            self.instance.rules_are_deferred = False
