"""Coach support for readers: a coach's page, the request form, and what becomes of a request."""

import uuid

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning import coach_presentation, coach_status, coaching
from learning.coach_forms import LONGEST, RequestForm, act_form, find_page
from learning.coaching import Refused, Role
from learning.models import Coach, CoachRequest
from learning.models.choices import DONE, RequestStatus
from methodbank.terms import term
from portal import access, navigation
from portal.languages import active_language, localized

ACTS = ("accept", "hand_back", "book", "start", "close", "rate", "withdraw")  # with a form on the request's page
MOST_DONE = 20  # closed requests in a list


def _place(title: str, **more) -> dict:
    """What the frame of the page needs: its title, and the way to it over the list of coaches."""
    return navigation.place(title, coach_presentation.index_page()) | more


@require_safe
def detail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A coach."""
    found = coach_presentation.coach_page(key)
    if found is None:
        raise Http404
    if not coach_presentation.may_see_coaches(request.user):
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
    owner = coach_presentation.index_page()
    context = _place(found.card.name, feedback_page=owner) | coach_presentation.coach_context(found, request.user)
    return render(request, "coaching/coach.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for a coach; filled in from the page and the coach that the address names."""
    sent = request.method == "POST"
    status = 422 if sent else 200
    page = find_page((request.POST if sent else request.GET).get("page", ""), request.user)
    wished, full = _wished(request.GET.get("coach", ""))
    if sent:
        form = RequestForm(request.POST, person=request.user, asked_page=page)
        if form.is_valid():
            language = active_language().code
            try:
                made = coaching.ask_for_coach(request.user, form.cleaned_data["token"], form.as_values(), language)
                return redirect(made)
            except Refused as refused:
                status, form.data = 409, request.POST.copy()
                form.data["token"] = uuid.uuid4()
                form.add_error(None, refused.sentence)
    else:
        last = coaching.concerning(request.user).select_related("department").first()
        department = last.department.code if last and last.department else ""
        form = RequestForm(person=request.user, asked_page=page, wished=wished, department=department)
    context = _place(_("Ask for a coach"), form=form, asked_page=page, full=full, longest=LONGEST)
    return render(request, "coaching/ask_form.html", context, status=status)


def _wished(text: str) -> tuple[uuid.UUID | None, coach_presentation.CoachCard | None]:
    """The coach that the address names, when they have room, and the coach when they have none."""
    try:
        card = coach_presentation.coach_cards().get(uuid.UUID(text))
    except ValueError:
        return None, None
    if card is None:
        return None, None
    return (None, card) if card.full else (card.key, None)


@never_cache
@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The requests of the person who looks."""
    found = coaching.concerning(request.user).select_related("coach")
    rows = [(ask, coach_status.coach_of(ask), coach_status.badge(ask)) for ask in found]
    context = _place(
        _("My requests for a coach"),
        running=[row for row in rows if row[0].status not in DONE],
        done=[row for row in rows if row[0].status in DONE],
        is_coach=Coach.objects.filter(user=request.user).exists(),
    )
    return render(request, "coaching/requests.html", context)


@never_cache
@login_required
@require_safe
def assignments(request: HttpRequest) -> HttpResponse:
    """What a coach has been asked to do; nobody else has such a list."""
    if not Coach.objects.filter(user=request.user).exists():
        raise Http404
    found = list(coaching.assigned_to(request.user).select_related("requester", "coach"))

    def those(*statuses) -> list[CoachRequest]:
        return [ask for ask in found if ask.status in statuses]

    def meeting(ask: CoachRequest):
        return ask.meeting_at

    groups = [
        (_("Say yes or no"), sorted(those(RequestStatus.ASSIGNED), key=lambda ask: ask.created_at)),
        (_("Agree on a time"), those(RequestStatus.ACCEPTED)),
        (_("Meetings"), sorted(those(RequestStatus.BOOKED), key=meeting)),
        (_("Going on"), those(RequestStatus.RUNNING)),
        (_("Done"), those(*DONE)[:MOST_DONE]),
    ]
    shown = [(label, [(ask, coach_status.badge(ask)) for ask in rows]) for label, rows in groups if rows]
    return render(request, "coaching/assignments.html", _place(_("My assignments as a coach"), groups=shown))


def _find(request: HttpRequest, key: uuid.UUID) -> tuple[CoachRequest, frozenset[Role]]:
    """The request and what the person is to it. Raises Http404 for those whom it does not concern."""
    rows = CoachRequest.objects.select_related(
        "coach", "requester", "wished_coach", "situation", "department", "page", "story"
    )
    ask = rows.filter(key=key).first()
    roles = coaching.roles_of(ask, request.user) if ask else frozenset()
    if not roles:
        raise Http404
    return ask, roles


@never_cache
@login_required
@require_safe
def request_page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far a request has come, with what the person may do."""
    return _show(request, *_find(request, key))


def _show(request, ask: CoachRequest, roles, *, tried=None, refused: str = "", status: int = 200) -> HttpResponse:
    """The page of a request; `tried` is the name and the form of an act that failed."""
    names = [name for name in coaching.possible(ask, roles) if name in ACTS]
    forms = {name: act_form(name, ask) for name in names} | (dict([tried]) if tried else {})
    page = localized(ask.page)
    story = ask.story
    context = _place(
        _("Request for a coach"),
        ask=ask,
        headline=coach_status.headline(ask),
        forms=forms,
        tried=tried[0] if tried else "",
        refused=refused,
        coach=coach_status.coach_of(ask),
        wished=coach_status.coach_of(ask, wished=True),
        situation=term("situations", ask.situation),
        department=term("departments", ask.department),
        asked_page=page if page and access.may_see(request.user, page.path) else None,
        methods=coach_status.methods_used(ask, request.user),
        badge=coach_status.badge(ask),
        steps=coach_status.steps(ask),
        next_step=coach_status.next_step(ask, roles),
        timeline=coach_status.timeline(list(ask.events.select_related("actor")), roles),
        is_requester=Role.REQUESTER in roles,
        is_coach=Role.COACH in roles,
        is_coordinator=Role.COORDINATOR in roles,
        story_address=_story_address(story, request.user),
    )
    return render(request, "coaching/request.html", context, status=status)


def _story_address(story, user) -> str:
    """Where the draft is edited, for those who may."""
    if story is None or not user.has_perm("wagtailadmin.access_admin"):
        return ""
    may_edit = story.permissions_for_user(user).can_edit()
    return reverse("wagtailadmin_pages:edit", args=[story.pk]) if may_edit else ""


@never_cache
@login_required
@require_POST
def act(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponse:
    """Does something with a request."""
    if name not in ACTS:
        raise Http404
    found = CoachRequest.objects.select_related("coach", "page").filter(key=key).first()
    if found is None:
        raise Http404
    form = act_form(name, found, request.POST)
    if not form.is_valid():
        found, roles = _find(request, key)
        if not coaching.ACTS[name].who & roles:
            raise PermissionDenied
        if found.status not in coaching.ACTS[name].sources:
            return _show(request, found, roles, refused=coaching.refusal(found), status=409)
        return _show(request, found, roles, tried=(name, form), status=422)
    try:
        done = coaching.perform(key, name, request.user, **form.as_values())
    except CoachRequest.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return _show(request, *_find(request, key), refused=refused.sentence, status=409)
    # A coach who has handed it back has nothing more to do with it.
    if not coaching.roles_of(done, request.user):
        return redirect("coach_assignments")
    return redirect(done)
