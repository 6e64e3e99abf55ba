"""“Did this help?”: answers to a page, from anybody who may read it, without who they are.

A browser counts once for each page. It is known again by a mark: a keyed hash of the page and of the secret in the
browser's own CSRF cookie, which every form of the portal needs anyway and which the server keeps nowhere. The mark
lies beside the answer for `MARKED_DAYS` days: so a double click, a form sent anew and a changed mind are one answer,
and the text can follow the yes or no. Then `manage.py purge` empties it, and nothing ties the answer to anybody.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.models import BasePage, PageFeedback
from portal.models.feedback import LONGEST_TEXT
from portal.text_fields import PlainTextField

MARKED_DAYS = 1
MOST_OF_PAGE = 500  # answers in a day: no flood fills the list
MOST_OF_ALL = 5_000


class TooMany(Exception):
    """Today's answers are so many that no more are taken."""


class FeedbackForm(forms.Form):
    """The answer; `text` comes in a second step, after the yes or no."""

    helped = forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        error_messages={"required": _("Choose yes or no."), "invalid_choice": _("Choose yes or no.")},
    )
    text = PlainTextField(rows=4, max_length=LONGEST_TEXT, required=False)
    step = forms.CharField(required=False)

    def clean(self):
        data = super().clean()
        if data.get("step") == "text" and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write something before you send."))
        return data


@dataclass(frozen=True)
class Answer:
    """What a reader said."""

    helped: bool
    text: str = ""


def readable_page(request, pk: int) -> BasePage | None:
    """The published page, when the reader may see it."""
    found = Page.objects.filter(pk=pk, live=True, depth__gt=1).first()
    page = found.specific if found else None
    if not isinstance(page, BasePage):
        return None
    allowed = all(restriction.accept_request(request) for restriction in page.get_view_restrictions())
    return page if allowed else None


def mark_of(secret: str, page: Page) -> str:
    """What knows a browser again on this page, and on no other."""
    key = hashlib.sha256(f"portal.feedback:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, f"{page.pk}:{secret}".encode(), hashlib.sha256).hexdigest()


def give(page: Page, answer: Answer, secret: str, language: str) -> PageFeedback:
    """Writes the answer down, in place of what the same browser answered before. Raises TooMany."""
    mark = mark_of(secret, page)
    values = {"helped": answer.helped, "language": language}
    if answer.text:
        # New words are new to the owner too.
        values |= {"text": answer.text, "reported_at": None, "dealt_on": None}
    own = PageFeedback.objects.filter(page=page, mark=mark)
    if not own.exists():
        today = PageFeedback.objects.filter(given_on=timezone.localdate())
        if today.filter(page=page).count() >= MOST_OF_PAGE or today.count() >= MOST_OF_ALL:
            raise TooMany
        try:
            with transaction.atomic():
                return PageFeedback.objects.create(page=page, mark=mark, **values)
        except IntegrityError:
            pass  # the other half of a double click was quicker
    own.update(**values)
    return own.get()


def still_marked(now) -> QuerySet:
    """Answers whose mark has served its time."""
    last = timezone.localdate(now) - timedelta(days=MARKED_DAYS)
    return PageFeedback.objects.filter(given_on__lt=last).exclude(mark="")
