"""The coordinators' desk: which requests wait, who fits, and assigning with one click."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from learning import coach_status, coaching
from learning.coach_forms import HandBackForm
from learning.coach_matching import Matcher, Suggestion
from learning.coach_presentation import coach_cards, coach_name
from learning.coaching import Refused, Role
from learning.models import Coach, CoachRequest
from learning.models.choices import DONE, HELD, Offer, RequestStatus
from learning.models.coach_request import WAITING
from methodbank.models.vocabularies import VocabularyTerm
from methodbank.terms import term, vocabulary
from portal.languages import all_languages, localized

SHOWN = 25  # rows of a page
NEEDS_COACH = Q(status=RequestStatus.NEW) | Q(status__in=HELD, coach=None)  # a coach may have been deleted


def waiting_count() -> int:
    """How many requests wait for a coordinator."""
    return CoachRequest.objects.filter(NEEDS_COACH).count()


def late(requests: QuerySet[CoachRequest]) -> list[int]:
    """The requests, by primary key, whose first answer is late: working days are counted in Python."""
    return [ask.pk for ask in requests.filter(status__in=WAITING).only("status", "created_at") if ask.is_late]


@dataclass(frozen=True)
class Tab:
    """A list of the desk."""

    name: str
    label: str
    url: str
    count: int | None
    chosen: bool


@dataclass(frozen=True)
class Row:
    """A request in a list, with the coach who fits best where it needs one."""

    ask: CoachRequest
    badge: coach_status.Badge | None
    coach: str
    wished: str
    department: VocabularyTerm | None
    suggestion: Suggestion | None


class FilterForm(forms.Form):
    """Narrows a list down."""

    q = forms.CharField(label=gettext_lazy("Words or name"), required=False)
    coach = forms.ModelChoiceField(label=gettext_lazy("Coach"), queryset=Coach.objects.none(), required=False)
    offer = forms.ChoiceField(label=gettext_lazy("What is wanted"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["coach"].queryset = Coach.objects.filter(locale_id=all_languages()[0].pk)
        cards = coach_cards().values()
        self.fields["coach"].choices = [("", "---------"), *((card.pk, card.name) for card in cards)]
        self.fields["offer"].choices = [("", "---------"), *Offer.choices]
        terms = vocabulary("departments").values()
        self.fields["department"].choices = [("", "---------"), *((term.code, term.name) for term in terms)]

    def apply(self, rows: QuerySet[CoachRequest]) -> QuerySet[CoachRequest]:
        """The rows that fit what is chosen; what cannot be understood narrows nothing."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if data.get("q"):
            words = data["q"]
            names = Q(requester__first_name__icontains=words) | Q(requester__last_name__icontains=words)
            rows = rows.filter(Q(challenge__icontains=words) | names)
        if data.get("coach"):
            rows = rows.filter(coach=data["coach"])
        if data.get("offer"):
            rows = rows.filter(offer=data["offer"])
        if data.get("department"):
            rows = rows.filter(department__code=data["department"])
        return rows


class DeskMixin(WagtailAdminTemplateMixin):
    """For coordinators."""

    header_icon = "group"
    page_title = gettext_lazy("Coach requests")

    def dispatch(self, request, *args, **kwargs):
        if not coaching.is_coordinator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DeskView(DeskMixin, TemplateView):
    """The lists."""

    template_name = "coaching/desk.html"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": _("Coach requests")}]

    @cached_property
    def filters(self) -> FilterForm:
        return FilterForm(self.request.GET)

    def lists(self) -> dict[str, tuple[str, Q]]:
        return {
            "new": (_("Need a coach"), NEEDS_COACH),
            "assigned": (_("Assigned"), Q(status=RequestStatus.ASSIGNED, coach__isnull=False)),
            "late": (_("Late"), Q(pk__in=late(CoachRequest.objects.all()))),
            "running": (_("Going on"), Q(status__in=HELD) & ~Q(status=RequestStatus.ASSIGNED)),
            "all": (_("All"), Q()),
        }

    def get_context_data(self, **kwargs):
        lists = self.lists()
        chosen = self.request.GET.get("list", "new")
        chosen = chosen if chosen in lists else "new"
        rows = self.filters.apply(CoachRequest.objects.all())
        counts = rows.aggregate(**{name: Count("pk", filter=where) for name, (_label, where) in lists.items() if where})
        kept = {name: value for name, value in self.request.GET.items() if name not in ("list", "page") and value}
        tabs = [
            Tab(name, label, f"?{urlencode({**kept, 'list': name})}", counts.get(name), name == chosen)
            for name, (label, _where) in lists.items()
        ]
        order = ("-created_at",) if chosen == "all" else ("created_at",)
        rows = rows.filter(lists[chosen][1]).order_by(*order)
        related = ("requester", "coach", "wished_coach", "situation", "department", "page")
        page = Paginator(rows.select_related(*related), SHOWN).get_page(self.request.GET.get("page"))
        requests = list(page)
        waiting = [ask for ask in requests if ask.status == RequestStatus.NEW or (not ask.coach and ask.status in HELD)]
        matcher = Matcher(waiting) if waiting else None
        shown = []
        for ask in requests:
            best = matcher.suggestions(ask)[:1] if matcher and ask in waiting else []
            suggestion = best[0] if best and best[0].fits else None
            names = coach_name(ask.coach), coach_name(ask.wished_coach)
            shown.append(Row(ask, coach_status.badge(ask), *names, term("departments", ask.department), suggestion))
        return super().get_context_data(
            tabs=tabs,
            chosen=chosen,
            filters=self.filters,
            filtered=bool(kept),
            rows=shown,
            pages=page,
            query=urlencode({**kept, "list": chosen}),
            **kwargs,
        )


def find(key) -> CoachRequest:
    """The request with the key, with what is shown of it. Raises Http404."""
    related = ("requester", "coach", "wished_coach", "situation", "department", "page")
    ask = CoachRequest.objects.select_related(*related).filter(key=key).first()
    if ask is None:
        raise Http404
    return ask


class RequestView(DeskMixin, TemplateView):
    """A request with the coaches who fit, and why."""

    template_name = "coaching/desk_request.html"
    refused = ""
    form: forms.Form | None = None
    status = 200

    def get_page_title(self):
        return _("Request for a coach")

    def get_breadcrumbs_items(self):
        desk = {"url": reverse("coach_desk:index"), "label": _("Coach requests")}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        ask = find(self.kwargs["key"])
        suggestions = Matcher([ask]).suggestions(ask)
        may = coaching.possible(ask, frozenset({Role.COORDINATOR}))
        return super().get_context_data(
            ask=ask,
            coach=coach_name(ask.coach),
            wished=coach_name(ask.wished_coach),
            situation=term("situations", ask.situation),
            department=term("departments", ask.department),
            asked_page=localized(ask.page) or ask.page,
            badge=coach_status.badge(ask),
            methods=coach_status.methods_used(ask, self.request.user),
            fitting=[item for item in suggestions if item.fits],
            others=[item for item in suggestions if not item.fits],
            may_assign="assign" in may,
            may_decline="decline" in may,
            decline_form=self.form or decline_form(),
            timeline=coach_status.timeline(list(ask.events.select_related("actor")), frozenset({Role.COORDINATOR})),
            done=ask.status in DONE,
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        return TemplateResponse(self.request, self.template_name, context, status=self.status, **kwargs)


def decline_form(data=None) -> HandBackForm:
    """Why the request cannot be met."""
    form = HandBackForm(data, prefix="decline")
    form.fields["note"].help_text = _("The person reads it: say why, and where they can turn instead.")
    return form


class ActView(DeskMixin, View):
    """Assigns or declines, and comes back."""

    http_method_names = ["post"]

    def again(self, request, *, status: int, form=None):
        """The request's page once more, with what went wrong."""
        view = RequestView(status=status, form=form)
        view.setup(request, key=self.kwargs["key"])
        return view.render_to_response(view.get_context_data())

    def done(self, request, key, name: str, **values):
        try:
            ask = coaching.perform(key, name, request.user, **values)
        except CoachRequest.DoesNotExist:
            raise Http404 from None
        except Refused as refused:
            messages.error(request, refused.sentence)
            return self.again(request, status=409)
        return ask


class AssignView(ActView):
    """Assigns a coach."""

    def post(self, request, key):
        chosen = request.POST.get("coach", "")
        source = all_languages()[0].pk
        known = chosen.isascii() and chosen.isdigit() and len(chosen) < 16
        coach = Coach.objects.filter(pk=int(chosen), locale_id=source).first() if known else None
        note = request.POST.get("note", "").strip()[:1200]
        result = self.done(
            request, key, "assign", coach=coach, note=note, despite_capacity=bool(request.POST.get("despite_capacity"))
        )
        if not isinstance(result, CoachRequest):
            return result
        text = _("%(coach)s has been asked, and %(name)s has been told.")
        name = result.requester.get_full_name() or result.requester.get_username()
        messages.success(request, text % {"coach": coach_name(coach), "name": name})
        return redirect("coach_desk:index")


class DeclineView(ActView):
    """Declines a request for good."""

    def post(self, request, key):
        form = decline_form(request.POST)
        if not form.is_valid():
            return self.again(request, status=422, form=form)
        result = self.done(request, key, "decline", note=form.cleaned_data["note"])
        if not isinstance(result, CoachRequest):
            return result
        messages.success(request, _("The request is declined, and the person has been told why."))
        return redirect("coach_desk:index")


class DeskMenuItem(MenuItem):
    """Shown to coordinators, with the number of requests that wait."""

    def is_shown(self, request):
        return coaching.is_coordinator(request.user)

    def render_component(self, request):
        component = super().render_component(request)
        count = waiting_count()
        component.label = f"{component.label} ({count})" if count else str(component.label)
        return component


class CoachDeskViewSet(ViewSet):
    """The desk's addresses and its place in the menu."""

    name = "coach_desk"
    url_prefix = "coach-desk"
    icon = "group"
    menu_label = gettext_lazy("Coach desk")
    menu_order = 310
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", DeskView.as_view(), name="index"),
            path("<uuid:key>/", RequestView.as_view(), name="request"),
            path("<uuid:key>/assign/", AssignView.as_view(), name="assign"),
            path("<uuid:key>/decline/", DeclineView.as_view(), name="decline"),
        ]

    def get_menu_item(self, order=None):
        return DeskMenuItem(
            self.menu_label, self.menu_url, name="coach-desk", icon_name=self.icon, order=order or self.menu_order
        )


@hooks.register("register_permissions")
def permissions():
    return Permission.objects.filter(content_type__app_label="learning", codename="change_coachrequest")


@hooks.register("register_admin_viewset")
def coach_desk():
    return CoachDeskViewSet()
