"""Finds the page of an address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from wagtail import views
from wagtail.models import Site

from portal.content_cache import cached


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view, with the site and its start page from memory: it asks the database for them with each request.

    Wagtail keeps both on the request, where it looks first.
    """
    host, port = request.get_host(), request.get_port()
    site = request._wagtail_site = cached(("site", host, port), lambda: Site._find_for_request(request))
    if site is not None:
        language = translation.get_language()
        start = cached(("start", site.pk, language), lambda: site.root_page.localized.specific)
        try:
            request._wagtail_route_for_request = start.route(request, [part for part in path.split("/") if part])
        except Http404:
            request._wagtail_route_for_request = None
    return views.serve(request, path)
