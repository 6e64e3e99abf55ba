"""The daily mail to those who answer for pages: what readers said since the last one.

One mail for each owner, with all of their pages, and only when somebody wrote something or said no: a mere yes waits
for the next one. Pages without an owner who can be reached go to the portal's contact address.
"""

import hashlib
from collections import defaultdict

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from portal import mailing
from portal.editing.reviews import Owners
from portal.models import PageFeedback, PortalSettings

ADMIN = "wagtailadmin.access_admin"
MOST = 1_000  # answers that say something, in a mail's worth of work
MERE_YES = Q(helped=True, text="")


@transaction.atomic
def send() -> int:
    """Writes the mails; how many. What was told once is not told again."""
    unreported = PageFeedback.objects.filter(reported_at=None).order_by("pk")
    told, mere_yes = unreported.exclude(MERE_YES), unreported.filter(MERE_YES)
    receivers = _receivers(told)
    # What nobody can be told, and what waits, must not stand in the way of the rest: only these count towards MOST.
    answers = list(_locked(told.filter(page__in=[pk for pk, who in receivers.items() if who]))[:MOST])
    by_receiver: dict = defaultdict(list)
    for item in answers:
        by_receiver[receivers[item.page_id]].append(item)
    waiting = _receivers(mere_yes) if by_receiver else {}
    for item in _locked(mere_yes.filter(page__in=[pk for pk, who in waiting.items() if who in by_receiver])):
        by_receiver[waiting[item.page_id]].append(item)
    return sum(_tell(receiver, items) for receiver, items in by_receiver.items())


def _locked(rows: QuerySet) -> QuerySet:
    """Whoever sends at the same time waits, and then finds the rows reported."""
    return rows.select_for_update() if connection.features.has_select_for_update else rows


def _receivers(answers: QuerySet) -> dict[int, tuple]:
    """By page: the owner and an address of nobody's, one of them empty; an empty tuple where nobody can be told."""
    owners, contact = Owners(), PortalSettings.load().contact_email
    found = {}
    for pk, path in Page.objects.filter(pk__in=answers.order_by().values("page")).values_list("pk", "path"):
        owner = owners.of(path)
        if owner and owner.is_active and owner.email:
            found[pk] = (owner, "")
        else:
            found[pk] = (None, contact) if contact else ()
    return found


def _tell(receiver: tuple, items: list[PageFeedback]) -> bool:
    owner, contact = receiver
    context = {"pages": _by_page(items, Page.objects.in_bulk({item.page_id for item in items}))}
    if owner is None or owner.has_perm(ADMIN):
        context["list_address"] = mailing.absolute(reverse("feedback_report"))
    key = f"feedback:{owner.pk if owner else 'contact'}:{_digest(items)}"
    language = mailing.language_of(owner)
    mail = mailing.write(key, owner, "page_feedback", context, language=language, address=contact)
    now = timezone.now()
    for start in range(0, len(items), MOST):
        PageFeedback.objects.filter(pk__in=[item.pk for item in items[start : start + MOST]]).update(reported_at=now)
    return mail is not None


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
