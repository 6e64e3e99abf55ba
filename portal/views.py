"""Views that belong to no page: health, theme and error pages."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import condition
from django.views.static import serve

from portal import access
from portal.content_cache import cached, version
from portal.health import CHECKS as health_checks
from portal.languages import active_language, alternatives
from portal.models import PortalSettings


def health(request: HttpRequest) -> JsonResponse:
    """Says whether the portal answers and reaches its database; what is degraded does not make it ill."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    parts = {name: check() for name, check in health_checks.items()}
    return JsonResponse({"status": "ok", "database": connection.vendor, **parts})


@condition(etag_func=lambda request: f'"{version()}"')
def theme(request: HttpRequest) -> HttpResponse:
    """The organisation's colours as a style sheet: the strict policy allows no inline styles."""
    look = cached("settings", PortalSettings.load)
    css = f":root{{--brand-light:{look.brand_colour};--brand-dark:{look.brand_colour_dark}}}"
    return HttpResponse(css, content_type="text/css", headers={"Cache-Control": "public, max-age=300"})


def media(request: HttpRequest, path: str) -> HttpResponse:
    """An uploaded file. Its name changes with its content, so browsers may keep it; nothing in it may run."""
    if path.startswith("documents/"):
        raise Http404  # Wagtail's own address for documents asks who may read them
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _error(request: HttpRequest, status: int, template: str, context: dict | None = None) -> HttpResponse:
    with translation.override(active_language().code):
        return render(request, f"pages/errors/{template}.html", {"status": status, **(context or {})}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent is too large or malformed. The form must not be read again, so no user is looked up."""
    return render(None, "pages/errors/400.html", status=400)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: it has lain open through a sign-in, or cookies are switched off."""
    return _error(request, 403, "form_too_old")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403, "403")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with the page in another language where it has the same address there, or 410 where it was taken away."""
    from wagtail.models import Page

    from portal.navigation import start_page_keys

    parts = [part for part in request.path_info.split("/") if part]
    other = None
    user = getattr(request, "user", None) or AnonymousUser()
    if len(parts) > 1:
        roots = Page.objects.filter(translation_key__in=start_page_keys()).values_list("url_path", flat=True)
        paths = [f"{root}{'/'.join(parts[1:])}/" for root in roots]
        candidates = Page.objects.filter(url_path__in=paths, first_published_at__isnull=False)
        found = [page for page in candidates if access.may_see(user, page.path)]
        live = [page for page in found if page.live]
        other = next((item for page in live for item in alternatives(page) if item.current), None)
        if found and not live:
            return _error(request, 410, "410", {"title": found[0].title})
    return _error(request, 404, "404", {"other": other})


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that needs neither database nor settings."""
    return render(None, "pages/errors/500.html", status=500)
