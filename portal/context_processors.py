"""What every template of the readers' pages needs, without a query when the content is unchanged."""

from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import translate_url

from portal import access, languages, navigation
from portal.content_cache import cached
from portal.models import PortalSettings


def portal(request: HttpRequest) -> dict:
    """Site settings, languages and menu; nothing of it in the admin."""
    if request.path.startswith("/admin/"):
        return {}
    language = languages.active_language()
    user = getattr(request, "user", None)
    reader = user or AnonymousUser()
    footer = cached(("footer", language.code), lambda: _footer_links(language.code))
    return {
        "is_editor": bool(user and user.is_authenticated and user.has_perm("wagtailadmin.access_admin")),
        "switcher": partial(_switcher, request, language),
        "portal_settings": _settings(),
        "language": language,
        "languages": languages.all_languages(),
        "menu": navigation.menu(),
        "notice": cached(("notice", language.code), lambda: _notice(language.code)),
        "footer_links": [link for link in footer if not link["path"] or access.may_see(reader, link["path"])],
    }


def _settings() -> PortalSettings:
    return cached("settings", PortalSettings.load)


def _switcher(request: HttpRequest, current: languages.Language) -> list[languages.Alternative]:
    """The same address in every language, for what is no page; a page gives its own alternatives."""
    path = request.get_full_path()
    return [
        languages.Alternative(item, translate_url(path, item.code), "", item == current)
        for item in languages.all_languages()
    ]


def _notice(code: str) -> dict | None:
    for block in _settings().notices:
        if block.value["language"] == code:
            page = languages.localized(block.value["page"])
            return {"text": block.value["text"], "url": page.get_url() if page else ""}
    return None


def _footer_links(code: str) -> list[dict]:
    found = []
    for block in _settings().footer_links:
        value = block.value
        if value["page"]:
            page = languages.localized(value["page"])
            if page:
                found.append(
                    {
                        "text": page.title,
                        "url": page.get_url(),
                        "language": page.locale.language_code,
                        "path": page.path,
                    }
                )
        elif value["address"] and value["language"] in ("", None, code):
            found.append({"text": value["text"], "url": value["address"], "language": code, "path": ""})
    return found
