"""Readers and occasions: seeing one, signing up, changing, cancelling, answering. What they do is in `registering`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning import approving, occasion_calendar, registering
from learning import occasion_words as words
from learning.models import Registration
from learning.models.choices import RegistrationStatus
from learning.occasion_forms import NeedsForm, SignUpForm
from learning.occasion_presentation import OccasionShown, find, is_leader, shown
from learning.registering import LEFT, Refused
from portal.languages import active_language, best

ACT = ["GET", "HEAD", "POST"]


def occasion_for(request: HttpRequest, uid) -> OccasionShown:
    """The occasion as the reader may see it: its course can be read, or they stand there, or they lead it. Else 404."""
    occasion = find(uid)
    if occasion is None:
        raise Http404
    found = shown([occasion], request.user)[0]
    if found.course is None and not found.own and not is_leader(request.user, occasion):
        raise Http404
    return found


def _own(request: HttpRequest, uid) -> tuple[OccasionShown, Registration]:
    item = occasion_for(request, uid)
    if item.own is None:
        raise Http404
    return item, item.own


def _answer(request: HttpRequest, template: str, item: OccasionShown, status: int = 200, **context) -> HttpResponse:
    context = {"item": item, "occasion": item.occasion, **context}
    return render(request, f"occasions/{template}.html", context, status=status)


@require_safe
@never_cache
def detail(request: HttpRequest, uid) -> HttpResponse:
    """All about an occasion, and the reader's own registration."""
    return _detail(request, occasion_for(request, uid))


def _detail(request: HttpRequest, item: OccasionShown, status: int = 200, form=None, refused: str = "") -> HttpResponse:
    occasion = item.occasion
    may_change = item.stands and not occasion.is_done and not item.cancelled
    if form is None and may_change:
        form = NeedsForm(initial={"needs": item.own.practical_needs})
    context = {
        "information": best(occasion.information.all(), active_language()) if item.comes else None,
        "form": form if may_change else None,
        "leads": is_leader(request.user, occasion),
        "teachers": list(occasion.teachers.all()),
        "refused": refused,
        "feedback_page": item.course,
    }
    return _answer(request, "occasion_detail", item, status, **context)


@login_required
@require_http_methods(ACT)
@never_cache
def sign_up(request: HttpRequest, uid) -> HttpResponse:
    """The short form; sent, it is the sign-up itself. A course page sends it without a look at it."""
    item = occasion_for(request, uid)
    approval = item.occasion.course.manager_approval
    if request.method != "POST":
        if item.stands:
            return redirect(item.url)
        form = SignUpForm(user=request.user, approval=approval)
        return _answer(
            request, "sign_up", item, form=form, missing=registering.missing_courses(item.occasion, request.user)
        )
    form = SignUpForm(request.POST, user=request.user, approval=approval)
    if not form.is_valid():
        return _answer(request, "sign_up", item, 422, form=form)
    try:
        own, new = registering.sign_up(
            item.occasion.pk,
            request.user,
            language=active_language().code,
            needs=form.cleaned_data["needs"],
            manager=form.cleaned_data.get("manager"),
        )
    except Refused as refused:
        item = occasion_for(request, uid)  # as it is now
        return _answer(request, "sign_up", item, refused.status, form=form, refused=refused.message)
    texts = {
        RegistrationStatus.REGISTERED: _("You are registered. A mail with the calendar event is on its way."),
        RegistrationStatus.WAITING: _("You are on the waiting list. You get a mail when it is your turn."),
        RegistrationStatus.APPROVAL: _("Your manager has been asked. You get a mail with the answer."),
    }
    messages.success(request, texts.get(own.status, "") if new else _("You had signed up already."))
    return redirect(item.url)


@login_required
@require_http_methods(ACT)
@never_cache
def cancel(request: HttpRequest, uid) -> HttpResponse:
    """Asks once, then cancels."""
    item, own = _own(request, uid)
    if request.method != "POST":
        return redirect(item.url) if own.status in LEFT or item.cancelled else _answer(request, "cancel", item)
    try:
        changed = registering.cancel(own.pk)
    except Refused as refused:
        return _answer(request, "cancel", item, refused.status, refused=refused.message)
    if changed:
        waited = own.status == RegistrationStatus.WAITING
        left = _("You have left the waiting list.")
        messages.success(request, left if waited else _("You have cancelled. The seat goes to somebody else."))
    return redirect(item.url)


@login_required
@require_POST
def change(request: HttpRequest, uid) -> HttpResponse:
    """Other practical needs."""
    item, own = _own(request, uid)
    form = NeedsForm(request.POST)
    if not form.is_valid():
        return _detail(request, item, 422, form)
    try:
        registering.change_needs(own.pk, form.cleaned_data["needs"])
    except Refused as refused:
        return _detail(request, item, refused.status, form, refused.message)
    messages.success(request, _("Saved."))
    return redirect(item.url)


@login_required
@require_http_methods(ACT)
@never_cache
def seat(request: HttpRequest, uid) -> HttpResponse:
    """An offered seat: yes or no."""
    item, own = _own(request, uid)
    if request.method != "POST":
        return _answer(request, "seat", item)
    answer = request.POST.get("answer")
    if answer not in {"accept", "decline"}:
        return _answer(request, "seat", item, 422, refused=_("Choose yes or no."))
    try:
        if answer == "accept":
            own = registering.accept(own.pk)
            approval = own.status == RegistrationStatus.APPROVAL
            text = (
                _("Your manager has been asked. You get a mail with the answer.")
                if approval
                else _("The seat is yours.")
            )
        else:
            registering.decline(own.pk)
            text = _("You have declined. The seat goes to the next in line.")
    except Refused as refused:
        return _answer(request, "seat", occasion_for(request, uid), refused.status, refused=refused.message)
    messages.success(request, text)
    return redirect(item.url)


@login_required
@require_http_methods(ACT)
@never_cache
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """The manager's page: may this person take part? For that manager alone."""
    rows = Registration.objects.select_related("user", "occasion__course").prefetch_related("occasion__sessions")
    registration = get_object_or_404(rows, pk=pk, manager=request.user)
    status, refused = 200, ""
    if request.method == "POST":
        answer = request.POST.get("answer")
        if answer in {"approve", "refuse"}:
            try:
                registering.decide(registration.pk, approved=answer == "approve")
                return redirect(request.path)
            except Refused as error:
                status, refused = error.status, error.message
        else:
            status, refused = 422, _("Choose yes or no.")
        registration = rows.get(pk=pk)
    item = shown([registration.occasion], request.user)[0]
    asked = registration.status == RegistrationStatus.APPROVAL
    in_line = _("The person is on the waiting list. You get a mail when your answer is needed.")
    answered = {
        RegistrationStatus.REFUSED: _("You have said no."),
        RegistrationStatus.CANCELLED: _("The person has cancelled."),
        # Signed up again since: what was answered then does not hold.
        RegistrationStatus.WAITING: in_line,
        RegistrationStatus.OFFERED: in_line,
        RegistrationStatus.APPROVAL: _("The occasion is cancelled."),
    }.get(registration.status, _("You have approved it."))
    context = {
        "registration": registration,
        "waits": asked and not item.cancelled,
        "until": words.at(approving.answer_by(registration)) if asked else "",
        "answered": answered,
        "refused": refused,
    }
    return _answer(request, "approval", item, status, **context)


@login_required
@require_safe
@never_cache
def download(request: HttpRequest, uid) -> HttpResponse:
    """The occasion for one's calendar; only for those who have a seat."""
    item, _registration = _own(request, uid)
    if not item.has_seat:
        raise Http404
    text = occasion_calendar.of_occasion(item.occasion, language=active_language().code, cancelled=item.cancelled)
    return calendar_response(text, f"{item.occasion.course.slug}.ics")


def calendar_response(text: str, name: str) -> HttpResponse:
    """An iCalendar file."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
