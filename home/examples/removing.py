"""Takes away exactly what the example content brought.

What it brought is known by its keys, which follow from the files. What others have put below an example page stays, and
so does that page; users, images and settings that were changed into something else stay too.
"""

from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslatableObject

from home.examples import plan, reading, search_log
from home.examples.loading import GROUP
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


@dataclass
class Removed:
    """What was taken away, by kind, and the pages that had to stay."""

    counts: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def _page_keys() -> list:
    keys = [page_key("page", data["key"]) for data in reading.pages()[1:]]
    for kind, folder in (("method", "methods"), ("pack", "packs"), ("story", "stories")):
        keys += [page_key(kind, data["key"]) for data in reading.every(folder)]
    return keys


@transaction.atomic
def remove() -> Removed:
    """Removes the example content; nothing else."""
    removed = Removed()
    start_key = page_key("page", "start")
    keys = set(_page_keys())
    pages = Page.objects.filter(translation_key__in=[*keys, start_key]).order_by("-depth", "path")
    count = 0
    for row in list(pages):
        page = Page.objects.filter(pk=row.pk).first()
        if page is None or (page.translation_key == start_key and page.locale.language_code == SOURCE):
            continue
        if page.get_children().exists():
            removed.kept.append(page.title)
            continue
        page.specific.delete()
        count += 1
    removed.counts["pages"] = count
    _empty_start(start_key)

    for name, model, keys in (
        ("glossary terms", GlossaryTerm, [identifier("term", row["key"]) for row in reading.one("glossary.yaml")]),
        ("coaches", Coach, [identifier("coach", row["key"]) for row in reading.one("coaches.yaml")]),
    ):
        found = model.objects.filter(translation_key__in=keys)
        removed.counts[name] = found.count()
        for item in found:
            item.delete()
    images = PortalImage.objects.filter(title__startswith="Exempel: ", file__contains="exempel-")
    removed.counts["images"] = images.count()
    for image in images:
        image.delete()
    documents = [
        document
        for data in reading.every("methods")
        for template in data.get("templates") or []
        for document in PortalDocument.objects.filter(file__contains=document_name(template["document"]))
    ]
    removed.counts["documents"] = len(documents)
    for document in documents:
        document.delete()
    users = get_user_model().objects.filter(groups__name=GROUP, username__in=[user.username for user in plan.USERS])
    removed.counts["users"] = users.count()
    users.delete()
    Group.objects.filter(name=GROUP, user=None).delete()
    removed.counts |= search_log.remove()
    settings = PortalSettings.load()
    settings.footer_links = []
    settings.contact_text = settings.contact_email = ""
    settings.save()
    # wagtail-localize keeps the texts of what is gone; without their pages they are nobody's.
    TranslatableObject.objects.filter(translation_key__in=[*_page_keys(), start_key]).delete()
    return removed


def _empty_start(key) -> None:
    start = HomePage.objects.filter(translation_key=key, locale=Locale.objects.get(language_code=SOURCE)).first()
    if start is None:
        return
    for name, value in EMPTY_START.items():
        setattr(start, name, value)
    for name in ("ways_in", "pillars", "featured", "body"):
        setattr(start, name, [])
    start.illustration = None
    start.illustration_alt = start.owner_unit = ""
    start.save_revision().publish()
