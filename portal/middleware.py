"""What every request passes through."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware as DjangoContentSecurityPolicyMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.csp import CSP

from portal.content_cache import _request_version

# Wagtail's admin needs inline styles and scripts (its own documentation says so). Only signed-in editors see it.
ADMIN_CSP = {
    **settings.SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
}


class NoNulMiddleware:
    """No address of the portal has a NUL in it, and PostgreSQL refuses to look one up: it is not found."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            # The page that says so looks at the address too: it sees one that is nowhere.
            request.path_info = request.path_info.replace("\0", "\N{REPLACEMENT CHARACTER}")
            request.path = request.path.replace("\0", "\N{REPLACEMENT CHARACTER}")
            raise Http404
        return self.get_response(request)


class ContentVersionMiddleware:
    """Reads the version of the content once for a request. See `portal.content_cache`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request_version.set([])
        try:
            return self.get_response(request)
        finally:
            _request_version.reset(token)


class PortalLocaleMiddleware(LocaleMiddleware):
    """Django's, but a reader without a language in the address gets one that the portal has content in."""

    def process_request(self, request: HttpRequest) -> None:
        from portal.languages import all_languages

        super().process_request(request)
        code = translation.get_language()
        known = {language.code for language in all_languages()}
        in_path = translation.get_language_from_path(request.path_info)
        if not in_path and code not in known:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE


class ContentSecurityPolicyMiddleware(DjangoContentSecurityPolicyMiddleware):
    """Django's, with the wider policy for Wagtail's admin and its user bar on readers' pages of signed-in editors."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith("/admin/") or getattr(request, "is_preview", False):
            response._csp_config = ADMIN_CSP
        return super().process_response(request, response)
