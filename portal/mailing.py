"""Mails to people: written from templates in the person's language, sent by the worker, never twice.

`templates/mail/<name>.txt` is the whole mail as plain text, its first line the subject; the HTML is made of the same
text. A mail is a row (`portal.models.Mail`) in the transaction of what causes it: if that is undone, so is the mail.
"""

import logging
import re
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.db.models import F
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation

from portal.languages import all_languages
from portal.models import Mail, PortalSettings

logger = logging.getLogger(__name__)
LONGEST_PAUSE = timedelta(hours=6)  # between attempts
GIVES_UP = 20  # attempts, about three days
# While a mail is being sent nobody else takes it. Longer than any server is waited for (EMAIL_TIMEOUT): a mail whose
# sender was killed goes out after it.
CLAIMED = timedelta(minutes=10)


def absolute(path: str) -> str:
    """The whole address of a path of the portal."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def language_of(user, fallback: str = "") -> str:
    """The language that a person has chosen for the admin, where they have; of readers nothing is known."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen = profile.preferred_language if profile else ""
    known = {language.code for language in all_languages()}
    return next((code for code in (chosen, fallback) if code in known), settings.LANGUAGE_CODE)


def write(
    key: str,
    user,
    name: str,
    context: dict[str, Any],
    *,
    language: str,
    calendar: str = "",
    address: str = "",
    useless_after: datetime | None = None,
) -> Mail | None:
    """Puts a mail into the outbox; None when the person has no address, or has had the mail before.

    Addresses in the context are whole ones (`absolute`). `calendar` is an iCalendar object that goes with it.
    What has not gone out by `useless_after` is given up.
    """
    address = address or getattr(user, "email", "")
    if not address:
        logger.warning("No address to send the mail %s to", key)
        return None
    if Mail.objects.filter(key=key).exists():
        return None  # before it is rendered for nothing; two at once are told apart below
    with translation.override(language):
        portal = PortalSettings.load()
        values = {"person": user, "portal_name": portal.name, "portal_address": absolute("/"), **context}
        # Plain text: nothing is escaped. What is made HTML of it below is.
        plain = get_template(f"mail/{name}.txt").template.render(Context(values, autoescape=False)).strip()
        subject, _line, text = plain.partition("\n")
        text = re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"
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
            "useless_after": useless_after,
        },
    )
    if not created:
        return None
    from portal.tasks import wake_mail

    wake_mail()
    return mail


def send_due(limit: int = 200) -> int:
    """Sends what is due, one at a time, so that what fails holds up nothing else; how many went.

    No transaction is open while a mail server is waited for. Senders at once take different mails, as each claims a
    mail before it sends it. A server that cannot be reached is asked again later, not once for each mail.
    """
    mailer = mailers.default
    sent = 0
    tried: list[int] = []
    try:
        while len(tried) < limit:
            mail = _claim(tried)
            if mail is None:
                break
            tried.append(mail.pk)
            if mail.useless_after and mail.useless_after <= timezone.now():
                _give_up(mail)
                continue
            try:
                mailer.open()
            except Exception as error:  # no server, or one that lets nobody in
                _failed(mail, error)
                break
            sent += _send(mail, mailer)
    finally:
        mailer.close()
    return sent


def _claim(tried: list[int]) -> Mail | None:
    """The next mail that is due, kept from other senders for a while."""
    while True:
        rows = Mail.objects.filter(sent_at=None, due_at__lte=timezone.now()).exclude(pk__in=tried)
        mail = rows.order_by("due_at", "pk").first()
        if mail is None:
            return None
        mine = Mail.objects.filter(pk=mail.pk, sent_at=None, attempts=mail.attempts, due_at=mail.due_at).update(
            attempts=F("attempts") + 1, due_at=timezone.now() + CLAIMED
        )
        if mine:
            mail.attempts += 1
            return mail


def _send(mail: Mail, mailer) -> bool:
    try:
        mailer.send_messages([_message(mail)])
    except Exception as error:  # whatever the server or the network says: the mail is kept and tried again
        _failed(mail, error)
        with suppress(Exception):
            mailer.close()  # whatever state the conversation is in; the next mail begins a new one
        return False
    Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), due_at=None, error="")
    return True


def _failed(mail: Mail, error: Exception) -> None:
    pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(mail.attempts, 10)))
    text = f"{type(error).__name__}: {error}"[:300]
    due = timezone.now() + pause if mail.attempts < GIVES_UP else None
    Mail.objects.filter(pk=mail.pk).update(due_at=due, error=text)
    logger.warning("Mail %s was not sent: %s", mail.pk, text)


def _give_up(mail: Mail) -> None:
    text = f"Too late: of use until {timezone.localtime(mail.useless_after):%Y-%m-%d %H:%M}"
    Mail.objects.filter(pk=mail.pk).update(due_at=None, error=f"{text}. {mail.error}"[:300].strip())
    logger.warning("Mail %s was not sent. %s", mail.pk, text)


def _message(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.address])
    # The same at every attempt: whoever gets it twice sees it once.
    message.extra_headers["Message-ID"] = f"<mail-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S}@{_host()}>"
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in mail.calendar else "PUBLISH"
        message.attach("occasion.ics", mail.calendar, f"text/calendar; method={method}")
    return message


def _host() -> str:
    return settings.WAGTAILADMIN_BASE_URL.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0]
