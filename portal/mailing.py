"""Mails to people: written from templates in the person's language, sent by the worker, never twice.

`templates/mail/<name>.txt` is the whole mail as plain text, its first line the subject; the HTML is made of the same
text. A mail is a row (`portal.models.Mail`) in the transaction of what causes it: if that is undone, so is the mail.
"""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation

from portal.models import Mail, PortalSettings

logger = logging.getLogger(__name__)
LONGEST_PAUSE = timedelta(hours=6)  # between attempts
GIVES_UP = 20  # attempts, about three days


def absolute(path: str) -> str:
    """The whole address of a path of the portal."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def write(
    key: str, user, name: str, context: dict[str, Any], *, language: str, calendar: str = "", address: str = ""
) -> Mail | None:
    """Puts a mail into the outbox; None when the person has no address, or has had the mail before.

    Addresses in the context are whole ones (`absolute`). `calendar` is an iCalendar object that goes with it.
    """
    address = address or getattr(user, "email", "")
    if not address:
        logger.warning("No address to send the mail %s to", key)
        return None
    with translation.override(language):
        portal = PortalSettings.load()
        values = {"person": user, "portal_name": portal.name, "portal_address": absolute("/"), **context}
        # Plain text: nothing is escaped. What is made HTML of it below is.
        plain = get_template(f"mail/{name}.txt").template.render(Context(values, autoescape=False)).strip()
        subject, _line, text = plain.partition("\n")
        text = text.strip() + "\n"
        html = render_to_string("mail/base.html", {**values, "subject": subject, "text": text, "language": language})
    mail, created = Mail.objects.get_or_create(
        key=key,
        defaults={
            "user": user,
            "address": address,
            "language": language,
            "subject": " ".join(subject.split())[:250],
            "text": text,
            "html": html,
            "calendar": calendar,
            "due_at": timezone.now(),
        },
    )
    if not created:
        return None
    from portal.tasks import wake_mail

    wake_mail()
    return mail


def send_due(limit: int = 200) -> int:
    """Sends what is due, one at a time, so that what fails holds up nothing else; how many went.

    Two senders at once take different mails: each row is locked while it is sent.
    """
    sent = 0
    tried: list[int] = []
    while len(tried) < limit:
        with transaction.atomic():
            rows = Mail.objects.filter(sent_at=None, due_at__lte=timezone.now()).exclude(pk__in=tried)
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            mail = rows.order_by("due_at", "pk").first()
            if mail is None:
                break
            tried.append(mail.pk)
            sent += _send(mail)
    return sent


def _send(mail: Mail) -> bool:
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.address])
    message.extra_headers["Message-ID"] = f"<mail-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S}@{_host()}>"
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in mail.calendar else "PUBLISH"
        message.attach("occasion.ics", mail.calendar, f"text/calendar; method={method}")
    mail.attempts += 1
    try:
        message.send()
    except Exception as error:  # whatever the server or the network says: it is kept and tried again
        pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(mail.attempts, 10)))
        mail.due_at = timezone.now() + pause if mail.attempts < GIVES_UP else None
        mail.error = f"{type(error).__name__}: {error}"[:300]
        logger.warning("Mail %s was not sent: %s", mail.pk, mail.error)
    else:
        mail.sent_at, mail.due_at, mail.error = timezone.now(), None, ""
    mail.save(update_fields=["attempts", "due_at", "error", "sent_at"])
    return mail.sent_at is not None


def _host() -> str:
    return settings.WAGTAILADMIN_BASE_URL.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
