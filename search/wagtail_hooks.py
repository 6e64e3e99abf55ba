"""The search owner's menu: desk, synonyms, best bets, words not to suggest."""

from uuid import UUID

from django.contrib.auth.models import Permission
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from modelsearch.index import class_is_indexed
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Locale
from wagtail.permissions import register_permission_policy
from wagtail.signals import init_new_page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from portal.cards import cards
from search.desk import acts, views
from search.desk.figures import most_opened
from search.models import BestBet, Synonym, Unsuggested
from search.signals import as_stored, written


class FilledCreateView(CreateView):
    """A form filled in by its address, which leads back to where it was called from (`next`)."""

    def get_initial(self):
        initial = super().get_initial() | {"words": self.request.GET.get("words", "")}
        language = Locale.objects.filter(language_code=self.request.GET.get("language", "")).first()
        return initial | ({"language": language.pk} if language else {})

    def get_add_url(self):
        filled = self.request.GET.urlencode()
        return f"{super().get_add_url()}?{filled}" if filled else super().get_add_url()

    def get_success_url(self):
        return get_valid_next_url_from_request(self.request) or super().get_success_url()


class FilledBetView(FilledCreateView):
    """A best bet for the page that people open most after this search, if its writer may see that page."""

    def get_initial(self):
        key = most_opened(self.request.GET.get("words", ""), self.request.GET.get("language", ""))
        found = cards([UUID(key)], self.request.user) if key else []
        return super().get_initial() | ({"page": found[0].pk} if found else {})


class DeskViewSet(ViewSet):
    """The search desk."""

    name = "search_desk"
    url_prefix = "search-desk"
    icon = "search"
    menu_label = _("Search desk")

    def get_urlpatterns(self):
        return [
            path("", views.DeskView.as_view(), name="index"),
            path("query/", views.QueryView.as_view(), name="query"),
            path("ask/", views.AskView.as_view(), name="ask"),
            path("tips/<int:tip>/done/", views.DoneView.as_view(), name="done"),
        ]

    def get_menu_item(self, order=None):
        return DeskMenuItem(self.menu_label, self.menu_url, name="search-desk", icon_name=self.icon, order=order or 1)


class DeskMenuItem(MenuItem):
    """Shown to those who may see the search log."""

    def is_shown(self, request):
        return request.user.has_perm("search.view_searchlog")


class SynonymViewSet(SnippetViewSet):
    """Words that mean the same."""

    model = Synonym
    icon = "resubmit"
    list_display = [
        "__str__",
        Column("language", label=_("Language")),
        BooleanColumn("one_way", label=_("One way only"), sort_key="one_way"),
    ]
    list_filter = ["language", "one_way"]
    search_fields = ["words"]
    search_backend_name = None  # a short list: the database looks through it
    list_per_page = 50
    add_view_class = FilledCreateView


class BestBetViewSet(SnippetViewSet):
    """Pages that stand first for a query."""

    model = BestBet
    icon = "pick"
    list_display = [
        "__str__",
        "starts",
        "ends",
        Column("state", label=_("State")),
    ]
    search_fields = ["query__query_string", "page__title"]
    search_backend_name = None
    add_view_class = FilledBetView

    def get_queryset(self, request):
        return BestBet.objects.select_related("query", "page")


class UnsuggestedViewSet(SnippetViewSet):
    """Queries that are never suggested."""

    model = Unsuggested
    icon = "no-view"
    list_display = ["word"]
    search_fields = ["word"]
    search_backend_name = None
    list_per_page = 50


class SearchGroup(SnippetViewSetGroup):
    """All of it in one menu."""

    menu_label = _("Search")
    menu_icon = "search"
    menu_name = "search-owner"
    menu_order = 330
    items = (DeskViewSet, SynonymViewSet, BestBetViewSet, UnsuggestedViewSet)


register_permission_policy(BestBet)  # or it would have that of Wagtail's model
register_snippet(SearchGroup)
hooks.register("before_create_page", acts.remember_title)
init_new_page.connect(acts.fill_title, dispatch_uid="title of a draft")


@hooks.register("register_permissions")
def permissions():
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchlog")


@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
def without_wagtails_own(request, menu_items) -> None:
    """Wagtail's own lists of promotions and searches: ours have dates, and the log that readers' searches go into."""
    hidden = {reverse("wagtailsearchpromotions:index"), reverse("wagtailsearchpromotions:search_terms")}
    menu_items[:] = [item for item in menu_items if item.url not in hidden]


@hooks.register("after_bulk_action")
def index_what_was_changed(request, action_type, objects, action):
    """Some of Wagtail's actions on many things change them without a signal: files are put into a collection so."""
    for instance in objects:
        if class_is_indexed(type(instance)) and (found := as_stored(instance)):
            written(found)
