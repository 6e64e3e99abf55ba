"""Choosing a person among thousands: a search instead of a list of everybody in each form."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser


def full_name(user) -> str:
    """What a person is called in the admin."""
    return user.get_full_name() or user.get_username()


class PersonFilterForm(BaseFilterForm):
    """Every word must be part of a name, the user name or the e-mail address."""

    q = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Name")}))

    def filter(self, objects: QuerySet) -> QuerySet:
        self.search_query = self.cleaned_data.get("q") or ""
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            objects = objects.filter(
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(username__icontains=word)
                | Q(email__icontains=word)
            )
        return super().filter(objects)


class PeopleMixin:
    """Those who can sign in, by name."""

    filter_form_class = PersonFilterForm

    def get_object_list(self):
        return get_user_model().objects.filter(is_active=True).order_by("first_name", "last_name", "pk")

    @property
    def title_column(self):
        column = super().title_column
        column.accessor, column.label = full_name, _("Name")
        return column

    @property
    def columns(self):
        return [self.title_column, Column("email", label=_("E-mail"))]


class ChoosePerson(PeopleMixin, views.ChooseView):
    """The dialogue."""


class ChoosePersonResults(PeopleMixin, views.ChooseResultsView):
    """The list in the dialogue."""


class PersonChosen(views.ChosenView):
    """What the form is told of the choice."""

    def get_display_title(self, instance):
        return full_name(instance)


class PersonWidget(BaseChooser):
    """Shows the name rather than the user name."""

    def get_display_title(self, instance):
        return full_name(instance)


class PersonChooserViewSet(ChooserViewSet):
    """Used by every field that points at a user."""

    model = get_user_model()
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    choose_view_class = ChoosePerson
    choose_results_view_class = ChoosePersonResults
    chosen_view_class = PersonChosen
    base_widget_class = PersonWidget
