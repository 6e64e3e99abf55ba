"""What mends a query: the addresses of the acts, each with its form filled in."""

from contextvars import ContextVar
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.finding import KINDS
from search.models import BestBet, Synonym


@dataclass(frozen=True)
class Act:
    """A button of a row."""

    label: str
    url: str


def query_address(query: str, language: str) -> str:
    """The desk's page about a query."""
    return f"{reverse('search_desk:query')}?{urlencode({'query': query, 'language': language})}"


def add_address(model) -> str:
    """Where one of these is added."""
    return reverse(model.snippet_viewset.get_url_name("add"))


class Acts:
    """The acts that a user may do; asked once for a whole list."""

    def __init__(self, user) -> None:
        self.user = user
        self.may = {model: user.has_perm(f"search.add_{model._meta.model_name}") for model in (Synonym, BestBet)}

    def of(self, query: str, language: str) -> list[Act]:
        """The acts for a query, the most usual first."""
        desk = {"query": query, "language": language}
        filled = {"words": query, "language": language, "next": query_address(query, language)}
        found = []
        if self.may[Synonym]:
            found.append(Act(_("Synonym"), f"{add_address(Synonym)}?{urlencode(filled)}"))
        if self.may[BestBet]:
            found.append(Act(_("Best bet"), f"{add_address(BestBet)}?{urlencode(filled)}"))
        found.append(Act(_("Ask an owner"), f"{reverse('search_desk:ask')}?{urlencode(desk)}"))
        if self.draft:
            found.append(Act(_("New draft"), f"{self.draft}?{urlencode({'title': query.capitalize()})}"))
        return found

    @cached_property
    def draft(self) -> str:
        """Where the user begins a page of the kind that is drafted for what is missing; empty where they may not.

        In the source language, whatever was searched in: pages in others are translations.
        """
        for kind in KINDS.values():
            if kind.drafted_as:
                model = apps.get_model(kind.drafted_as)
                for parent in Page.objects.type(*model.allowed_parent_page_models()).live().order_by("path"):
                    if parent.permissions_for_user(self.user).can_add_subpage():
                        return reverse(
                            "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
                        )
        return ""


_title: ContextVar[str] = ContextVar("title_of_draft", default="")


def remember_title(request, parent, page_class) -> None:
    """Wagtail's hook before a page is begun: the title that the address brings."""
    _title.set(request.GET.get("title", "")[:255])


def fill_title(sender, page, **kwargs) -> None:
    """Wagtail's signal for a page that is begun: gives it that title."""
    page.title = page.title or _title.get()
