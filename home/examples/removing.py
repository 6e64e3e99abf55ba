"""Takes away exactly what the example content brought.

What it brought is known by its keys, which follow from the files. What people have edited stays, and so does what their
own content refers to or stands below; each is named with the reason. So do users whom content belongs to, but without
a way to sign in, and settings that were changed.
"""

import json
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import registry
from wagtail.models import BaseLogEntry, Page, ReferenceIndex
from wagtail_localize.models import TranslatableObject

from home.examples import coach_requests, courses, plan, reading, search_log
from home.examples.loading import CONTACT, GROUP
from home.examples.resolving import SOURCE, document_name, page_key
from home.models import GlossaryTerm, HomePage
from learning.models import Coach
from portal.models import PortalDocument, PortalImage, PortalSettings
from portal.structured import identifier

# The start page as a new portal has it (home/migrations/0003_start_page.py).
EMPTY_START = {
    "title": "Start",
    "draft_title": "Start",
    "slug": "start",
    "headline": "Verktyg för vardagsinnovation",
    "lead": "Här finns metoder, berättelser och stöd för dig som vill förbättra något i ditt arbete.",
    "summary": "Luleå kommuns verktygslåda för innovation i vardagen.",
}


WORK = ["wagtail.create", "wagtail.edit", "wagtail.publish", "wagtail.revert"]  # of people, in the log


@dataclass
class Removed:
    """What was taken away, by kind, and what had to stay, by its title, with the reason."""

    counts: dict[str, int] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


def _page_keys() -> list:
    keys = [page_key("page", data["key"]) for data in reading.pages()[1:]]
    for kind, folder in (("method", "methods"), ("pack", "packs"), ("story", "stories")):
        keys += [page_key(kind, data["key"]) for data in reading.every(folder)]
    return keys + courses.page_keys()


class _Others:
    """Knows what people have made of the example content, and what of their own leans on it."""

    def __init__(self, example: list) -> None:
        self.edited = {_identity(item) for item in example if _edited(item)}
        self.example = {_identity(item) for item in example} - self.edited

    def reason(self, item) -> str:
        """Why the item must stay; empty when it may go."""
        if _identity(item) in self.edited:
            return "somebody has edited it"
        users = ReferenceIndex.get_references_to(item).values_list("base_content_type_id", "object_id")
        settings = ContentType.objects.get_for_model(PortalSettings).pk
        if {user for user in users if user[0] != settings} - self.example - {_identity(item)}:
            return "other content refers to it"
        return ""


def _identity(item) -> tuple[int, str]:
    model = Page if isinstance(item, Page) else type(item)
    return ContentType.objects.get_for_model(model).pk, str(item.pk)


def _edited(item) -> bool:
    """Whether somebody has worked on it in the admin; the loader does so in nobody's name."""
    logs = registry.get_logs_for_instance(item)
    return logs.filter(action__in=WORK).exclude(user=None).exists()


def _snippets(model, kind: str, file: str) -> list:
    keys = [identifier(kind, row["key"]) for row in reading.one(file)]
    return list(model.objects.filter(translation_key__in=keys))


@transaction.atomic
def remove() -> Removed:
    """Removes the example content; nothing else."""
    removed = Removed()
    # First what refers to pages: recommendations would keep them.
    removed.counts |= search_log.remove()
    removed.counts |= courses.remove(removed.kept)
    removed.counts |= coach_requests.remove()
    start_key = page_key("page", "start")
    pages = list(
        Page.objects.filter(translation_key__in=[*_page_keys(), start_key]).order_by("-depth", "path").specific()
    )
    terms = _snippets(GlossaryTerm, "term", "glossary.yaml")
    coaches = _snippets(Coach, "coach", "coaches.yaml")
    others = _Others([*pages, *terms, *coaches])
    _remove_pages(removed, others, pages, start_key)
    for name, items in (("glossary terms", terms), ("coaches", coaches)):
        reasons = _reasons(others, items)
        gone = [item for item in items if item.translation_key not in reasons]
        for item in gone:
            item.delete()
        removed.counts[name] = len(gone)
        removed.kept |= {str(item): reasons[item.translation_key] for item in items if item not in gone}
    _remove_images(removed)
    _remove_documents(removed)
    _reset_settings()
    _remove_users(removed)
    # wagtail-localize keeps the texts of what is gone; without their pages they are nobody's.
    left = Page.objects.values_list("translation_key", flat=True)
    keys = {*_page_keys(), start_key} - set(left)
    TranslatableObject.objects.filter(translation_key__in=keys).delete()
    return removed


def _reasons(others: _Others, items: list) -> dict:
    """Why what has a translation key must stay: in all its languages when one of them must."""
    return {item.translation_key: reason for item in items if (reason := others.reason(item))}


def _remove_pages(removed: Removed, others: _Others, pages: list, start_key) -> None:
    reasons = _reasons(others, [page for page in pages if page.translation_key != start_key]) | courses.held()
    count = 0
    for row in pages:
        page = Page.objects.filter(pk=row.pk).first()
        if page is None or (page.translation_key == start_key and page.locale.language_code == SOURCE):
            continue
        reason = reasons.get(page.translation_key) or _has_children(page)
        if page.translation_key == start_key and not reason:
            reason = "somebody has edited it" if _identity(page) in others.edited else ""
        if reason:
            removed.kept[page.title] = reason
            continue
        page.specific.delete()
        count += 1
    removed.counts["pages"] = count
    start = HomePage.objects.filter(translation_key=start_key, locale__language_code=SOURCE).first()
    if start and _identity(start) in others.edited:
        removed.kept[start.title] = "somebody has edited it"
    elif start:
        _empty_start(start)


def _has_children(page: Page) -> str:
    return "there are other pages below it" if page.get_children().exists() else ""


def _remove_images(removed: Removed) -> None:
    images = list(PortalImage.objects.filter(title__startswith="Exempel: ", file__contains="exempel-"))
    count = 0
    for image in images:
        if ReferenceIndex.get_references_to(image).exists():
            removed.kept[image.title] = "what stays shows it"
        else:
            image.delete()
            count += 1
    removed.counts["images"] = count


def _remove_documents(removed: Removed) -> None:
    names = [
        document_name(template["document"])
        for data in reading.every("methods")
        for template in data.get("templates") or []
    ]
    count = 0
    for document in PortalDocument.objects.all():
        if not any(name in document.file.name for name in names):
            continue
        if ReferenceIndex.get_references_to(document).exists():
            removed.kept[document.title] = "what stays refers to it"
        else:
            document.delete()
            count += 1
    removed.counts["documents"] = count


def _reset_settings() -> None:
    """Empties what is still as the loader set it."""
    settings = PortalSettings.load()
    for name, value in CONTACT.items():
        if getattr(settings, name) == value:
            setattr(settings, name, "")
    ours = {str(identifier("footer", key)) for key in plan.FOOTER}
    settings.footer_links = json.dumps([item for item in settings.footer_links.raw_data if item["id"] not in ours])
    settings.save()


def _remove_users(removed: Removed) -> None:
    """Removes the users; one that content belongs to stays, but can never sign in."""
    names = [user.username for user in plan.USERS] + plan.PARTICIPANTS
    count = 0
    for user in get_user_model().objects.filter(groups__name=GROUP, username__in=names):
        if _belongings(user):
            user.is_active = user.is_superuser = user.is_staff = False
            user.set_unusable_password()
            user.save()
            user.groups.clear()
            removed.kept[user.get_username()] = "content belongs to this user, who can no longer sign in"
        else:
            user.delete()
            count += 1
    removed.counts["users"] = count
    Group.objects.filter(name=GROUP, user=None).delete()


def _belongings(user) -> bool:
    """Whether a row of any table names the user, apart from the log and what is only about signing in."""
    relations = [item for item in user._meta.get_fields(include_hidden=True) if item.one_to_many]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: user}).exists()
        for relation in relations
        if not (issubclass(relation.related_model, BaseLogEntry) or relation.related_model._meta.auto_created)
    )


def _empty_start(start: HomePage) -> None:
    for name, value in EMPTY_START.items():
        setattr(start, name, value)
    for name in ("ways_in", "pillars", "featured", "body"):
        setattr(start, name, [])
    start.illustration = None
    start.illustration_alt = start.owner_unit = ""
    start.save_revision().publish()
