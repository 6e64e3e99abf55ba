"""The pages of the search desk."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from portal import languages
from portal.csv_files import csv_response
from portal.editing.reviews import Owners
from portal.finding import KINDS
from portal.models import PortalSettings
from search import parsing, service
from search.desk import figures
from search.desk.acts import Acts, query_address
from search.models import Missing

SHOWN = 25  # rows of a list; the export has all
TOP = 5  # titles shown of a query run again
HEIGHT, WIDTH = 100, 600  # of the chart, in its own units

STAGES = {
    "strict": gettext_lazy("the words as they are"),
    "folded": gettext_lazy("without the dots of å, ä, ö"),
    "begun": gettext_lazy("the word gone on with"),
    "corrected": gettext_lazy("a corrected spelling"),
    "split": gettext_lazy("a word taken apart"),
    "some": gettext_lazy("some of the words"),
}


@dataclass(frozen=True)
class Bar:
    """A day of the chart: where its bar stands and how high it is, with the part that found nothing."""

    day: figures.Day
    x: float
    width: float
    height: float
    without: float

    @property
    def top(self) -> float:
        return HEIGHT - self.height

    @property
    def without_top(self) -> float:
        return HEIGHT - self.without


def bars(days: list[figures.Day]) -> list[Bar]:
    """The chart of a period."""
    most = max((day.searches for day in days), default=0) or 1
    step = WIDTH / max(1, len(days))
    return [
        Bar(
            day,
            round(number * step, 2),
            round(step * 0.8, 2),
            round(HEIGHT * day.searches / most, 2),
            round(HEIGHT * day.without / most, 2),
        )
        for number, day in enumerate(days)
    ]


def shown(value) -> str:
    """A figure or a day, as the lists show it."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d")
    return formats.number_format(round(value, 1), 1) if isinstance(value, float) and value % 1 else str(round(value))


class DeskMixin(WagtailAdminTemplateMixin):
    """For those who may see the search log."""

    header_icon = "search"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("search.view_searchlog"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def acts(self) -> Acts:
        return Acts(self.request.user)

    def get_breadcrumbs_items(self):
        items = [*self.breadcrumbs_items, {"url": reverse("search_desk:index"), "label": _("Search desk")}]
        return items if isinstance(self, DeskView) else [*items, {"url": "", "label": self.get_page_title()}]


class DeskView(DeskMixin, TemplateView):
    """Figures of a period, and one list of queries with the acts that mend them."""

    page_title = gettext_lazy("Search desk")
    template_name = "search/desk.html"

    @cached_property
    def period(self) -> figures.Period:
        days = self.request.GET.get("days", "")
        language = self.request.GET.get("language", "")
        known = {item.code for item in languages.all_languages()}
        return figures.Period(
            int(days) if days in {str(number) for number in figures.PERIODS} else 30,
            language if language in known else "",
        )

    @cached_property
    def list(self) -> figures.List:
        return figures.LISTS.get(self.request.GET.get("list", ""), figures.LISTS["without"])

    def get(self, request, *args, **kwargs):
        if request.GET.get("export") == "csv":
            columns = [("query", _("Query")), ("language", _("Language")), *self.list.columns]
            rows = ([row[name] for name, _label in columns] for row in self.list.read(self.period))
            name = f"search-{self.list.name}-{self.period.days}"
            return csv_response(name, [label for _name, label in columns], rows)
        return super().get(request, *args, **kwargs)

    def address(self, **changed) -> str:
        """This page with something else chosen."""
        chosen = {"days": self.period.days, "language": self.period.language, "list": self.list.name} | changed
        return f"?{urlencode({name: value for name, value in chosen.items() if value})}"

    def get_context_data(self, **kwargs):
        found = self.list.read(self.period, SHOWN + 1)
        columns = [column for column in self.list.columns if column[0] != "message"]
        names = {item.code: item.name for item in languages.all_languages()}
        rows = [
            {
                "query": row["query"],
                "code": row["language"],
                "language": names.get(row["language"], row["language"]),
                "url": query_address(row["query"], row["language"]),
                "values": [shown(row[name]) for name, _label in columns],
                "message": row.get("message", ""),  # on a line of its own: it is long
                # A tip may be sent without having searched.
                "acts": self.acts.of(row["query"], row["language"]) if row["query"] else [],
                "done": reverse("search_desk:done", args=[row["pk"]]) + self.address() if "pk" in row else "",
            }
            for row in found[:SHOWN]
        ]
        days = figures.days(self.period)
        waiting = figures.tips(self.period).count()
        return super().get_context_data(**kwargs) | {
            "totals": figures.totals(self.period),
            "slow_limit": figures.SLOW,
            "days": days,
            "bars": bars(days),
            "most": max(day.searches for day in days),
            "width": WIDTH,
            "height": HEIGHT,
            "list": self.list,
            "rows": rows,
            "columns": columns,
            "span": len(columns) + 2,
            "more": len(found) > SHOWN,
            "shown": SHOWN,
            "csv": self.address(export="csv"),
            "periods": [(number, self.address(days=number), number == self.period.days) for number in figures.PERIODS],
            "languages": [
                (name, self.address(language=code), code == self.period.language)
                for code, name in [("", _("All languages")), *names.items()]
            ],
            "lists": [
                (item.label, self.address(list=item.name), item is self.list, waiting if item.name == "tips" else 0)
                for item in figures.LISTS.values()
            ],
        }


class DoneView(DeskMixin, View):
    """Takes a tip away that has been dealt with, and goes back to the list that the address names."""

    http_method_names = ["post"]

    def post(self, request, tip: int):
        if Missing.objects.filter(pk=tip).delete()[0]:
            messages.success(request, _("The tip is done."))
        else:
            messages.info(request, _("Somebody has done that tip already."))
        return redirect(f"{reverse('search_desk:index')}?{request.GET.urlencode()}")


class QueryMixin(DeskMixin):
    """A page about one query."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.query = parsing.clean(request.GET.get("query", ""))
        known = {item.code: item for item in languages.all_languages()}
        language = request.GET.get("language", "")
        if not self.query or language not in known:
            raise Http404
        self.language = known[language]


class QueryView(QueryMixin, TemplateView):
    """What the log says of a query, against what it finds now."""

    template_name = "search/desk_query.html"

    def get_page_title(self):
        return _("“%(title)s”") % {"title": self.query}

    def get_context_data(self, **kwargs):
        found = service.search(self.query, language=self.language.code, user=self.request.user)
        log = figures.of_query(self.query, self.language.code)
        top = [(item, True) for item in found.promoted] + [(item, False) for item in found.hits]
        top += [(item, False) for hits in found.beside.values() for item in hits]
        return super().get_context_data(**kwargs) | {
            "query": self.query,
            "language": self.language,
            "log": log,
            "stage_then": STAGES.get(log["latest"].stage, "") if log else "",
            "found": found,
            "hits": found.given,
            "stage": STAGES.get(found.stage, ""),
            "top": [
                {"title": item.entry.title, "kind": KINDS[item.entry.kind].label, "promoted": promoted}
                for item, promoted in top[:TOP]
            ],
            "acts": self.acts.of(self.query, self.language.code),
            "advice": figures.LISTS["without"].text,
        }


class AskForm(forms.Form):
    """A question to whoever answers for a page."""

    page = forms.ModelChoiceField(
        label=gettext_lazy("The page that should be found"),
        queryset=Page.objects.filter(depth__gt=1),
        widget=AdminPageChooser,
        required=False,
        help_text=gettext_lazy("Its owner gets the mail. Without a page, or without an owner, the editors do."),
    )
    message = forms.CharField(
        label=gettext_lazy("Message"), widget=forms.Textarea(attrs={"rows": 12}), max_length=4_000
    )


class AskView(QueryMixin, FormView):
    """Sends the query and its figures to the owner of a page, or to the editors' mailbox."""

    template_name = "search/desk_ask.html"
    form_class = AskForm
    page_title = gettext_lazy("Ask an owner")

    def get_page_subtitle(self):
        return _("“%(title)s”") % {"title": self.query}

    def get_initial(self):
        log = figures.of_query(self.query, self.language.code) or {"searches": 0, "without": 0, "clicks": 0}
        figures_text = _(
            "“%(query)s” was searched for %(searches)d times in the last 90 days. %(without)d times nothing was found, "
            "and %(clicks)d times somebody opened a result."
        ) % {"query": self.query, **{name: log[name] for name in ("searches", "without", "clicks")}}
        question = _("Do we have a page that answers this? If so, which words should it have that people search for?")
        return {"message": "\n\n".join([_("Hello!"), figures_text, question])}

    def form_valid(self, form):
        owner = Owners().of(form.cleaned_data["page"].path) if form.cleaned_data["page"] else None
        to = (owner and owner.email) or PortalSettings.load().contact_email
        if not to:
            form.add_error(None, _("There is nobody to send it to: the portal's settings have no e-mail address."))
            return self.form_invalid(form)
        subject = _("What people search for: “%(query)s”") % {"query": self.query}
        text = form.cleaned_data["message"]
        if page := form.cleaned_data["page"]:
            text = f"{page.title}\n{page.full_url or ''}\n\n{text}"
        send_mail(subject, text, None, [to])
        messages.success(self.request, _("Sent to %(address)s.") % {"address": to})
        return redirect(query_address(self.query, self.language.code))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"address": f"?{self.request.GET.urlencode()}"}
