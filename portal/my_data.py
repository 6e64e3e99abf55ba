"""“My data”: what the portal knows of whoever is signed in, to read, take along and delete."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal import navigation, personal_data
from portal.languages import active_language

SHOWN = 20  # rows of a kind; the file has all


def shown(value) -> str:
    """A value in the reader's language."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        return formats.date_format(timezone.localtime(value), "j F Y H:i")
    if isinstance(value, datetime.date):
        return formats.date_format(value, "j F Y")
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(item) for item in value) or "–"
    return str(value)


def _section(kind: personal_data.Kind, user) -> dict:
    rows = kind.rows(user)
    erasable = kind.erasable(user) if kind.erasable else 0
    return {
        "kind": kind,
        "kept": kind.kept(),
        "count": len(rows),
        "rows": [
            [(label, shown(row.get(name))) for name, label in kind.fields.items() if row.get(name) not in (None, "")]
            for row in rows[:SHOWN]
        ],
        "more": len(rows) > SHOWN,
        "erasable": erasable,
    }


@login_required
@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything by kind, in plain words; what there is nothing of comes last."""
    sections = [_section(kind, request.user) for kind in personal_data.kinds()]
    context = {
        "sections": [section for section in sections if section["count"]],
        "others": [section for section in sections if not section["count"]],
        "shown": SHOWN,
        **navigation.place(_("My data")),
    }
    return render(request, "pages/my_data.html", context)


@login_required
@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Everything as one JSON file."""
    data = personal_data.exported(request.user, active_language().code)
    name = _("my-data")
    return JsonResponse(
        data,
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.json"'},
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, name: str) -> HttpResponse:
    """Asks whether to delete the person's data of a kind, and deletes it."""
    kind = personal_data.KINDS.get(name)
    if kind is None or kind.delete is None:
        raise Http404
    if request.method == "POST":
        count = personal_data.erase(kind, request.user)
        if count:
            text = ngettext("%(label)s: %(count)d is deleted.", "%(label)s: %(count)d are deleted.", count)
            messages.success(request, text % {"label": kind.label, "count": count})
        else:
            messages.info(request, _("There was nothing to delete."))
        return HttpResponseRedirect(reverse("my_data"))
    section = _section(kind, request.user)
    title = _("Delete: %(label)s") % {"label": kind.label}
    context = {
        "section": section,
        "left": section["count"] - section["erasable"],
        **navigation.place(title, None, (_("My data"), reverse("my_data"))),
    }
    return render(request, "pages/my_data_delete.html", context)
