"""The daily mail to those who answer for pages: what readers said since the last one.

One mail for each owner, with all of their pages, and only when somebody wrote something or said no: a mere yes waits
for the next one. Pages without an owner who can be reached go to the portal's contact address.
"""

import hashlib
from collections import defaultdict

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from portal import mailing
from portal.editing.reviews import Owners
from portal.models import PageFeedback, PortalSettings

ADMIN = "wagtailadmin.access_admin"
MOST = 1_000  # answers in a mail's worth of work


def language_of(user) -> str:
    """The language in which somebody has the admin; the portal's own for those who have chosen none."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


@transaction.atomic
def send() -> int:
    """Writes the mails; how many. What was told once is not told again."""
    rows = PageFeedback.objects.filter(reported_at=None).order_by("pk")
    if connection.features.has_select_for_update:
        rows = rows.select_for_update()
    answers = list(rows[:MOST])
    pages = {page.pk: page for page in Page.objects.filter(pk__in={item.page_id for item in answers})}
    owners, contact = Owners(), PortalSettings.load().contact_email
    by_owner: dict = defaultdict(list)
    for item in answers:
        owner = owners.of(pages[item.page_id].path)
        by_owner[owner if owner and owner.is_active and owner.email else None].append(item)
    written = 0
    for owner, items in by_owner.items():
        told = any(item.text or not item.helped for item in items)
        if not told or not (owner or contact):
            continue
        context = {"pages": _by_page(items, pages)}
        if owner is None or owner.has_perm(ADMIN):
            context["list_address"] = mailing.absolute(reverse("feedback_report"))
        key = f"feedback:{owner.pk if owner else 'contact'}:{_digest(items)}"
        language = language_of(owner) if owner else settings.LANGUAGE_CODE
        mail = mailing.write(key, owner, "page_feedback", context, language=language, address="" if owner else contact)
        written += mail is not None
        PageFeedback.objects.filter(pk__in=[item.pk for item in items]).update(reported_at=timezone.now())
    return written


def _digest(items: list[PageFeedback]) -> str:
    """What is told, in a few letters: an answer that has got new words since is told anew."""
    told = [(item.pk, item.helped, item.text) for item in items]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def _by_page(items: list[PageFeedback], pages: dict[int, Page]) -> list[dict]:
    found: dict[int, dict] = {}
    for item in items:
        page = pages[item.page_id]
        row = found.setdefault(
            page.pk, {"title": page.title, "address": page.full_url or "", "yes": 0, "no": 0, "texts": []}
        )
        row["yes" if item.helped else "no"] += 1
        if item.text:
            row["texts"].append(item.text)
    return list(found.values())
