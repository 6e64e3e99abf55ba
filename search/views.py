"""The plain search page, on Wagtail's own database search."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from portal import access
from portal.cards import cards

MAXIMUM = 200  # letters of a query; more is no search
PER_PAGE = 20


def search(request: HttpRequest) -> HttpResponse:
    """Results for `q`, in the reader's language first."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:MAXIMUM]
    words = query.replace('"', " ").strip()  # SQLite's full-text search takes a quotation mark for syntax
    keys = []
    if words:
        found = Page.objects.live().filter(depth__gt=1).search(words)
        seen = [page for page in found[:MAXIMUM] if access.may_see(request.user, page.path)]
        keys = list(dict.fromkeys(page.translation_key for page in seen))
    paginator = Paginator(keys, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "query": query,
        "total": len(keys),
        "results": cards(page.object_list, request.user),
        "page_obj": page,
    }
    return render(request, "pages/search.html", context)
