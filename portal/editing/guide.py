"""The editors' guide (`docs/editors-guide.md`) where editors are: in the admin."""

from functools import cache

import markdown
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.static import serve
from wagtail.admin.auth import require_admin_access

DOCS = settings.BASE_DIR / "docs"


@cache
def _html() -> SafeString:
    text = (DOCS / "editors-guide.md").read_text(encoding="utf-8")
    return mark_safe(markdown.markdown(text, extensions=["tables", "toc"]))  # noqa: S308 our own document


@require_admin_access
def guide(request: HttpRequest) -> HttpResponse:
    """The guide as a page of the admin."""
    return render(request, "editing/guide.html", {"guide": _html()})


@require_admin_access
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of the guide."""
    return serve(request, name, document_root=DOCS / "pictures")
