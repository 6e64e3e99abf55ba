"""Course leaders and their occasions: who comes, who came, a message to all, calling it off. Others get 404."""

import re
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learning import leading
from learning.models import CourseOccasion, Registration
from learning.models.choices import RegistrationStatus
from learning.occasion_forms import MessageForm, ReasonForm
from learning.occasion_presentation import OccasionShown, shown
from learning.registering import Refused
from portal.csv_files import csv_response

ACT = ["GET", "HEAD", "POST"]


def _led(request: HttpRequest, uid) -> OccasionShown:
    occasion = get_object_or_404(CourseOccasion.objects.select_related("course").prefetch_related("sessions"), uid=uid)
    if not leading.is_leader(request.user, occasion):
        raise Http404
    return shown([occasion], request.user)[0]


def _keys(request: HttpRequest, name: str) -> list[int]:
    """The primary keys that a form sent under a name, without what can be none."""
    return [int(text) for text in request.POST.getlist(name) if re.fullmatch(r"[0-9]{1,18}", text)]


def _answer(request: HttpRequest, template: str, item: OccasionShown, status: int = 200, **context) -> HttpResponse:
    context = {"item": item, "occasion": item.occasion, **context}
    return render(request, f"occasions/{template}.html", context, status=status)


@login_required
@require_http_methods(ACT)
@never_cache
def participants(request: HttpRequest, uid) -> HttpResponse:
    """The list, with a tick for each session that has begun; saved as a whole."""
    item = _led(request, uid)
    begun = [shown for shown in item.sessions if shown.session.start <= item.now]
    if request.method == "POST":
        ticks = {pk: _keys(request, f"came-{pk}") for pk in _keys(request, "listed")}
        changed = leading.mark_attendance(item.occasion.pk, ticks)
        text = ngettext("Saved: %(count)d row has changed.", "Saved: %(count)d rows have changed.", changed)
        messages.success(request, text % {"count": changed})
        return redirect(reverse("occasion_participants", args=[uid]))
    people = []
    for row in leading.participants(item.occasion):
        came = {session.pk for session in row.attended_sessions.all()}
        people.append((row, [(shown, shown.session.pk in came) for shown in begun]))
    others = Registration.objects.filter(
        occasion=item.occasion,
        status__in=[RegistrationStatus.WAITING, RegistrationStatus.OFFERED, RegistrationStatus.APPROVAL],
    )
    context = {
        "people": people,
        "others": list(others.select_related("user").order_by("queued_at", "pk")),
        "begun": begun,
    }
    return _answer(request, "participants", item, **context)


@login_required
@require_safe
@never_cache
def export(request: HttpRequest, uid) -> HttpResponse:
    """The list for a spreadsheet."""
    item = _led(request, uid)
    head = [_("First name"), _("Last name"), _("E-mail"), _("Status"), _("Practical needs"), _("Signed up")]
    head += [shown.when for shown in item.sessions]
    rows = []
    for row in leading.participants(item.occasion):
        came = {session.pk for session in row.attended_sessions.all()}
        facts = [row.user.first_name, row.user.last_name, row.user.email, row.get_status_display(), row.practical_needs]
        ticks = ["x" if shown.session.pk in came else "" for shown in item.sessions]
        rows.append([*facts, row.created_at, *ticks])
    start = f"-{timezone.localdate(item.occasion.starts_at):%Y-%m-%d}" if item.occasion.starts_at else ""
    return csv_response(f"{item.occasion.course.slug}{start}", head, rows)


@login_required
@require_http_methods(ACT)
@never_cache
def message(request: HttpRequest, uid) -> HttpResponse:
    """Written, looked at, then sent to everyone who has a seat."""
    item = _led(request, uid)
    receivers = len(leading.participants(item.occasion))
    if request.method != "POST":
        return _answer(request, "message", item, form=MessageForm(initial={"token": uuid4()}), receivers=receivers)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _answer(request, "message", item, 422, form=form, receivers=receivers)
    if request.POST.get("act") == "change":
        return _answer(request, "message", item, form=form, receivers=receivers)
    if request.POST.get("act") != "send":
        return _answer(request, "message_confirm", item, form=form, receivers=receivers)
    values = form.cleaned_data
    try:
        count = leading.message_all(item.occasion.pk, request.user, values["token"], values["subject"], values["text"])
    except Refused as refused:
        form = MessageForm({**values, "token": uuid4()})
        form.add_error(None, refused.message)
        return _answer(request, "message", item, refused.status, form=form, receivers=receivers)
    text = ngettext("The message goes to %(count)d person.", "The message goes to %(count)d people.", count)
    nobody = _("No mail was written: everybody who has an address has had the message.")
    messages.success(request, text % {"count": count} if count else nobody)
    return redirect(reverse("occasion_participants", args=[uid]))


@login_required
@require_http_methods(ACT)
@never_cache
def call_off(request: HttpRequest, uid) -> HttpResponse:
    """Cancels the occasion, with a reason that everyone gets."""
    item = _led(request, uid)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    told = Registration.objects.filter(occasion=item.occasion, status__in=leading.STANDS).count()
    if request.method != "POST":
        return _answer(request, "call_off", item, form=form, told=told)
    if not form.is_valid():
        return _answer(request, "call_off", item, 422, form=form, told=told)
    try:
        leading.call_off(item.occasion.pk, form.cleaned_data["reason"])
    except Refused as refused:
        return _answer(request, "call_off", item, refused.status, form=form, told=told, refused=refused.message)
    messages.success(request, _("The occasion is cancelled, and everyone has been told."))
    return redirect(item.url)
